#!/bin/bash
# What must hold after the session, and so after its restore without any network.
set -euo pipefail
cd /
jq --version >/dev/null; tree --version >/dev/null; dot -V 2>/dev/null
onlyhere | grep -qx 'onlyhere 1.0'
apt-mark showhold | grep -qx onlyhere
python3 -c 'import cv2, numpy; assert cv2.countNonZero(numpy.eye(3, dtype="uint8")) == 3'
python3 -c 'import gpulite; assert gpulite.__version__ == "2.0.1+cu118"'
python3 -c 'import archivelite; assert archivelite.version() > 3000000'
python3 -c 'import pydot; g = pydot.Dot("g"); g.add_edge(pydot.Edge("a", "b")); assert g.create_png()[1:4] == b"PNG"'
! command -v gcc >/dev/null
! python3 -c 'import oldbroken' 2>/dev/null
cd /content/tutorial
python3 train.py
echo CHECK-OK
