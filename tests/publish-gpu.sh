#!/bin/bash
# Publishes what a machine with a card needs, the .NET runtime included, into one archive: the GPU's tests, the benchmark, gpu.sh.
#
#   tests/publish-gpu.sh ARCHIVE [--source FOLDER] [-p:Name=Value ...]
#
# ARCHIVE ends with .tar.gz, .tar.xz or another name that says how tar compresses it; the other machine needs that program too.
# --source names a folder of packages in which ILGPU is looked for as well, where the usual source lacks it.
set -euo pipefail

limit=55000000
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
  echo "publish-gpu.sh: $1" >&2
  exit 1
}

[ $# -ge 1 ] && [[ $1 != -* ]] || fail "usage: publish-gpu.sh ARCHIVE [--source FOLDER] [-p:Name=Value ...]"
archive=$(realpath -m "$1")
shift
properties=()
while [ $# -gt 0 ]; do
  case $1 in
    --source)
      [ -d "${2:-}" ] || fail "--source takes a folder of packages; '${2:-}' is none."
      properties+=("-p:RestoreAdditionalProjectSources=$(realpath "$2")")
      shift 2 ;;
    -p:*)
      properties+=("$1")
      shift ;;
    *) fail "it does not take '$1'." ;;
  esac
done
[ "$(uname -sm)" = "Linux x86_64" ] || fail "it packs the installed runtime, which must be that of linux-x64."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
package=$work/tensordsl-gpu

# Kernels are compiled while the program runs, so nothing is trimmed and nothing compiled ahead of time. Both programs share
# one runtime beside them: a self-contained publish would pack it twice.
for project in TensorDsl.Ilgpu.Tests TensorDsl.Benchmarks; do
  dotnet publish "$root/tests/$project" -c Release -p:Gpu=true -p:SatelliteResourceLanguages=en \
    "${properties[@]}" --artifacts-path "${ARTIFACTS:-$work/artifacts}" -o "$package/$project" -v quiet --nologo ||
    fail "$project could not be published."
done
[ -f "$package/TensorDsl.Benchmarks/ILGPU.dll" ] || fail "the benchmark was published without ILGPU."

# Nobody debugs there, and nobody measures which lines the tests reach, for which their adapter brings tools for each system.
find "$package" \( -name '*.pdb' -o -name '*.xml' \) -delete
(cd "$package/TensorDsl.Ilgpu.Tests" && rm -rf CodeCoverage Microsoft.CodeCoverage* alpine ubuntu macos arm64 x64 x86)

# A runtime is three parts of an installation: the command, the library that chooses a version, and that version.
version=$(dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App \(10\.[^ ]*\) .*/\1/p' | tail -1)
folder=$(dotnet --list-runtimes | sed -n "s/^Microsoft\.NETCore\.App $version \[\(.*\)\/shared\/Microsoft\.NETCore\.App\]/\1/p")
[ -n "$version" ] && [ -x "$folder/dotnet" ] || fail "there is no runtime of .NET 10 to pack."
mkdir -p "$package/dotnet/shared/Microsoft.NETCore.App" "$package/dotnet/host/fxr"
cp "$folder/dotnet" "$package/dotnet/"
cp -r "$folder/host/fxr/$version" "$package/dotnet/host/fxr/"
cp -r "$folder/shared/Microsoft.NETCore.App/$version" "$package/dotnet/shared/Microsoft.NETCore.App/"

cp "$root/tests/gpu.sh" "$package/"
mkdir -p "$(dirname "$archive")"
tar -C "$work" -caf "$archive" tensordsl-gpu
bytes=$(stat -c %s "$archive")
echo "$archive: $((bytes / 1000000)) MB ($bytes bytes) with the runtime $version; unpacked $(du -sm "$package" | cut -f1) MiB"
[ "$bytes" -le "$limit" ] || fail "the archive is larger than $((limit / 1000000)) MB."
