# Plays cells in a real kernel and prints nothing of their output: what counts is what envsnap tells.
import nbformat
from nbclient import NotebookClient

cells = [
    "!apt-get install -y -qq nosuchpackage",
    "!dpkg -i /tmp/nosuch.deb",
    "!pip install -q --no-deps six==1.16.0",
    "%pip install -q --no-deps idna==3.7",
    "!git init -q -b main /content/made",
    "!git clone -q /content/made /content/cloned",
    "import subprocess; subprocess.run(['python3', '-m', 'pip', 'uninstall', '-q', '-y', 'six'])",
    "%%bash\ngit -C /content/made tag v1",
    "get_ipython().system('pip install -q --no-such-option')",
]
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
client = NotebookClient(
    notebook, timeout=300, allow_errors=True, resources={"metadata": {"path": "/content"}}
)
client.execute()
