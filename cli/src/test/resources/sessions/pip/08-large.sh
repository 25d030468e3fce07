# Files above the limit are named with size and address, and left out; the rest of their folder comes back.
#%% session
mkdir -p /content/weights && cd /content/weights && echo small > config.json
truncate -s 30M huge.safetensors && truncate -s 31M nameless.bin
echo 'wget -O /content/weights/huge.safetensors https://user:pa55w0rd-x@models.example/resolve/7?download=true' >> /root/.bash_history
printf '{"cells": [{"source": ["!curl -L https://data.example/nameless.bin -o weights/nameless.bin\\n"]}]}\n' > /content/train.ipynb
#%% state
cat /content/weights/config.json /content/train.ipynb; test -L /content/weights || echo folder
