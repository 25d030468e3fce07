# npm -g, with real packages and their programs.
#%% session
export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
npm install -g --silent --no-fund --no-audit localtunnel@2.0.2 semver@7.6.3
mkdir -p /content/app && cd /content/app && npm init -y >/dev/null && npm install --silent --no-fund --no-audit is-odd@3.0.1
#%% state
npm ls -g --depth=0; semver 1.2.3 -i minor; lt --version; cd /content/app && node -e 'console.log(require("is-odd")(3))'; npm ls
