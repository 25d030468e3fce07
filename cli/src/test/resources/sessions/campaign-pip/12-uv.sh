# uv: packages hard-linked into its cache, an environment made by it, a tool of its own.
#%% session
pip install -q uv==0.5.9
export UV_INDEX_URL=$(pip config get global.index-url 2>/dev/null || true); [ -n "$UV_INDEX_URL" ] || unset UV_INDEX_URL
uv pip install -q --system idna==3.10 attrs==24.2.0
uv venv -q /content/uvenv && uv pip install -q --python /content/uvenv/bin/python idna==3.10 click==8.1.7
test $(stat -c %h /content/uvenv/lib/python3*/site-packages/idna/core.py) -gt 1
#%% recorded
rm -rf /root/.cache/uv
#%% state
uv --version; uv pip freeze --system 2>/dev/null; uv pip freeze --python /content/uvenv/bin/python; uv pip check --system 2>/dev/null
/content/uvenv/bin/python -c 'import idna, click; print(idna.__file__, idna.encode("ü.example"))'; pip freeze --all
