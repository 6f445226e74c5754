#!/bin/bash
# Runs the GPU's tests and then its benchmark, from the folder that publish-gpu.sh packs; needs no SDK and no package.
#
#   ./gpu.sh OUTPUT [options of the benchmark, such as --filter B,C --seconds 3 --peers bf16]
#
# With ONLY_DEVICES=1 tests that take minutes and no device are left out: those on the simulator, and those of the kernels' PTX.
# OUTPUT gets results.md, a table; results.jsonl, one JSON object for each suite and each workload; and the logs.
# Exit codes: 0 all passed and were measured; 1 a test or a workload failed; 2 bad use; 3 nothing failed, but nothing ran on a card.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stop() {
  echo "gpu.sh: $1" >&2
  exit 2
}

[ $# -ge 1 ] && [[ $1 != -* ]] || stop "usage: gpu.sh OUTPUT [options of the benchmark]"
for part in dotnet/dotnet TensorDsl.Ilgpu.Tests/TensorDsl.Ilgpu.Tests.dll TensorDsl.Benchmarks/TensorDsl.Benchmarks.dll; do
  [ -f "$here/$part" ] || stop "$here/$part is missing; this is for the folder that publish-gpu.sh packs."
done
mkdir -p "$1" || stop "the folder '$1' cannot be made."
out=$(cd "$1" && pwd)
shift

export PYTHON=${PYTHON:-$(command -v python3 || true)}

# PyTorch brings a cuBLAS along, which does where none is installed.
if [ -n "$PYTHON" ]; then
  brought=$("$PYTHON" -c '
import glob, os, sys
found = [path for folder in sys.path for path in glob.glob(os.path.join(folder, "nvidia", "*", "lib", "libcublas.so.1?"))]
print(":".join(sorted({os.path.dirname(path) for path in found})))' 2> /dev/null || true)
  export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}${brought:+${LD_LIBRARY_PATH:+:}$brought}
fi
table=$out/results.md
lines=$out/results.jsonl
failed=0 on_card=0
: > "$lines"
printf '| tests | total | passed | failed | skipped | s | |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |\n' > "$table"

# suite NAME FILTER...: runs some of the tests; its line of the table says why what was skipped was skipped.
suite() {
  local name=$1 log=$out/tests-${1// /-}.log code=0 line
  shift
  echo "== tests: $name"
  "$here/dotnet/dotnet" "$here/TensorDsl.Ilgpu.Tests/TensorDsl.Ilgpu.Tests.dll" -noColor -noLogo "$@" > "$log" 2>&1 || code=$?
  line=$(grep -E 'Total: [0-9]+, Errors: ' "$log" | tail -1)
  number() { sed -n "s/.*$1: \([0-9.]*\).*/\1/p" <<< "$line"; }
  local total errors wrong skipped seconds reason status
  total=$(number Total) errors=$(number Errors) wrong=$(number Failed) skipped=$(number Skipped) seconds=$(number Time)
  total=${total:-0} skipped=${skipped:-0} seconds=${seconds:-0} wrong=$((${wrong:-0} + ${errors:-0}))
  local passed=$((total - skipped - wrong))
  reason=$(sed -n '/\[SKIP\]/{n;s/^ *//;p;q}' "$log")
  if [ "$code" -ne 0 ] || [ "$wrong" -gt 0 ] || [ "$total" -eq 0 ]; then
    status=failed failed=1
    [ "$total" -gt 0 ] || reason="it ended without a result, exit code $code"
    grep -v '^ *$' "$log" | grep -A 12 -e '\[FAIL\]' -e 'rror' | head -60 >&2
    echo "gpu.sh: $name failed; all of it is in $log" >&2
  elif [ "$passed" -eq 0 ]; then
    status=skipped
    echo "skipped: $name. $reason"
  else
    status=passed
    # OpenCL's tests also take a processor; the benchmark does not.
    [ "$name" != CUDA ] || on_card=1
  fi
  echo "$name: $total tests, $passed passed, $wrong failed, $skipped skipped"
  echo "| $name | $total | $passed | $wrong | $skipped | $seconds | $status${reason:+: $reason} |" >> "$table"
  printf '{"suite":"%s","status":"%s","total":%d,"passed":%d,"failed":%d,"skipped":%d,"seconds":%s,"reason":"%s"}\n' \
    "$name" "$status" "$total" "$passed" "$wrong" "$skipped" "$seconds" "$(sed 's/[\\"]/ /g' <<< "$reason")" >> "$lines"
}

# A device's tests are those whose class has its name in front.
suite CUDA -class '*.Cuda*'
suite OpenCL -class '*.OpenCL*'
[ -n "${ONLY_DEVICES:-}" ] || suite simulator -class '*.Simulator*'
suite 'everything else' -class- '*.Cuda*' -class- '*.OpenCL*' -class- '*.Simulator*' ${ONLY_DEVICES:+-class- '*.PtxTests'}

echo "== benchmark"
code=0
"$here/dotnet/dotnet" "$here/TensorDsl.Benchmarks/TensorDsl.Benchmarks.dll" --device gpu --json-file "$lines" "$@" \
  > "$out/benchmark.md" 2> "$out/benchmark.log" || code=$?
cat "$out/benchmark.log" >&2
{ echo; cat "$out/benchmark.md" "$out/benchmark.log"; } >> "$table"
case $code in
  0) on_card=1 ;;
  3) ;;
  *) failed=1; echo "gpu.sh: the benchmark ended with exit code $code." >&2 ;;
esac

echo "== $table"
cat "$table"
[ "$failed" -eq 0 ] || exit 1
[ "$on_card" -eq 1 ] || { echo "gpu.sh: nothing ran on a card." >&2; exit 3; }
