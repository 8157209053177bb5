#!/bin/sh
# Installs what the references need beside Python and Maven: Debian's PyTorch, for /usr/bin/python3. Run as root; nothing else of Graft needs it.
set -eu
apt-get update
# without OpenBLAS Debian's PyTorch multiplies matrices by the reference BLAS, seventeen times slower
apt-get install -y python3-torch libopenblas0-pthread
/usr/bin/python3 -c 'import torch; print("PyTorch", torch.__version__)'
