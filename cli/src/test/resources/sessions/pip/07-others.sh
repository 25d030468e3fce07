# What no package tool does: npm and Julia folders, tarballs, installers, shell start-up lines, kernels, fonts, models.
#%% session
mkdir -p /usr/local/lib/node_modules/lt/bin && printf '{"name":"lt","version":"2.0.2"}\n' > /usr/local/lib/node_modules/lt/package.json
printf '#!/bin/sh\necho lt 2.0.2\n' > /usr/local/lib/node_modules/lt/bin/lt.js && chmod 755 /usr/local/lib/node_modules/lt/bin/lt.js
ln -s ../lib/node_modules/lt/bin/lt.js /usr/local/bin/lt
mkdir -p /root/.julia/packages/Example/x1 /root/.julia/environments/v1.10 /root/.julia/registries && echo 'module Example end' > /root/.julia/packages/Example/x1/Example.jl
echo '[deps]' > /root/.julia/environments/v1.10/Project.toml && chmod -w /root/.julia/packages/Example/x1/Example.jl
mkdir -p /usr/local/lib/R/site-library/tinyr/R && printf 'Package: tinyr\nVersion: 0.1\n' > /usr/local/lib/R/site-library/tinyr/DESCRIPTION
mkdir -p /tmp/t/app-1/bin /tmp/t/app-1/lib /tmp/t/app-1/empty && cd /tmp/t && printf '#!/bin/sh\necho app\n' > app-1/bin/app && chmod 755 app-1/bin/app
echo lib > app-1/lib/libx.so.1.2 && ln -s libx.so.1.2 app-1/lib/libx.so.1 && ln app-1/lib/libx.so.1.2 app-1/lib/libx-hard.so
chown -R 1234:5678 app-1/lib && touch -d '2001-02-03 04:05:06.789' app-1/bin/app && chmod 1777 app-1/empty && touch "app-1/lib/name with spaces and ü" && printf x > $'app-1/lib/new\nline'
truncate -s 3M app-1/lib/sparse && tar czf /tmp/app.tgz app-1
tar xzf /tmp/app.tgz -C /usr/local --strip-components=1 && tar xzf /tmp/app.tgz -C /content && mkdir -p /opt && ln -s /content/app-1 /usr/local/app
cat > /tmp/install.sh <<'END'
mkdir -p "$HOME/.tool/bin" "$HOME/.config/tool"; printf '#!/bin/sh\necho tool 1.0\n' > "$HOME/.tool/bin/tool"; chmod +x "$HOME/.tool/bin/tool"
echo 'export PATH=$HOME/.tool/bin:$PATH' >> "$HOME/.bashrc"; echo 'export A=1' >> "$HOME/.profile"; ln -sf "$HOME/.tool/bin/tool" /usr/local/bin/tool
echo 'export TOOL_HOME=/root/.tool' > /etc/profile.d/tool.sh; echo 'TOOL=1' >> /etc/environment
END
cat /tmp/install.sh | sh
mkdir -p /root/.local/share/jupyter/kernels/k1 /usr/local/share/jupyter/kernels/k2 /root/.jupyter
echo '{"argv": ["python3"], "display_name": "K1"}' | tee /root/.local/share/jupyter/kernels/k1/kernel.json > /usr/local/share/jupyter/kernels/k2/kernel.json
echo 'c = get_config()' > /root/.jupyter/jupyter_notebook_config.py
mkdir -p /root/.fonts /usr/share/fonts/truetype/mine /root/.local/share/fonts && echo font | tee /root/.fonts/a.ttf /root/.local/share/fonts/b.ttf > /usr/share/fonts/truetype/mine/c.ttf
mkdir -p /content/models && head -c 2000000 /dev/urandom > /content/models/small.safetensors && ln -s small.safetensors /content/models/latest
mkfifo /content/a-pipe; echo log > /content/train.log; mkdir -p /content/empty/one/two; echo z > '/content/=1.5'
#%% state
lt; tool; app; . /root/.bashrc; . /root/.profile; echo "$PATH $A"; cat /etc/environment /etc/profile.d/tool.sh
stat -c '%u %g %a %h %Y %n' /usr/local/lib/libx* /content/app-1/lib/* /content/app-1/empty /usr/local/empty /usr/local/app
sha256sum /content/models/*; ls -lR --time-style=+ /root/.julia | grep -v total
