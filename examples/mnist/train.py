"""Trains a small neural network on the handwritten digits that ship inside scikit-learn, and draws it."""

import time

import pydot
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from settings import HIDDEN

digits = load_digits()
train_x, test_x, train_y, test_y = train_test_split(
    digits.data / 16.0, digits.target, test_size=0.25, random_state=7
)

began = time.monotonic()
model = MLPClassifier(hidden_layer_sizes=(HIDDEN,), max_iter=120, random_state=7)
untrained = MLPClassifier(hidden_layer_sizes=(HIDDEN,), max_iter=1, random_state=7)
untrained.fit(train_x, train_y)
before = untrained.score(test_x, test_y)
model.fit(train_x, train_y)
after = model.score(test_x, test_y)
print(f"trained on {len(train_x)} digits in {time.monotonic() - began:.1f}s")
print(f"accuracy after one pass {before:.3f}, at the end {after:.3f}")
assert after > 0.95, "the network did not learn"
assert after > before, "training made nothing better"

graph = pydot.Dot("network", graph_type="digraph", rankdir="LR")
for left, right in (("64 pixels", f"{HIDDEN} hidden"), (f"{HIDDEN} hidden", "10 digits")):
    graph.add_edge(pydot.Edge(left, right))
graph.write_png("network.png")
print("drew network.png")
