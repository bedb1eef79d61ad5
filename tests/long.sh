#!/usr/bin/env bash
# The long tests: everything under ASan+UBSan and TSan, then each fuzz target for a while. FUZZ_SECONDS (60) sets how long each runs,
# VIVA_SEEDS (2000) how many cases a property tries at least, VIVA_KILLS (1000) how often the server is killed at random over polls, and over a webhook,
# VIVA_WORLDS (2000) how many worlds are simulated, of any kind and again of threads and forms only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export VIVA_SEEDS=${VIVA_SEEDS:-2000}
# Whether a fuzz target links says it for every architecture and version.
probe=$(mktemp)
trap 'rm -f "$probe"' EXIT
if ! clang++ -x c++ -fsanitize=fuzzer,address -o "$probe" - 2> /dev/null <<< 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }'; then
    echo "long.sh: needs clang and libFuzzer: apt-get install clang libclang-rt-14-dev" >&2
    exit 2
fi
for preset in asan tsan; do
    cmake --preset "$preset" -DVIVA_FULL_TESTS=ON > /dev/null
    deploy/build.sh "$preset"
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j "$(nproc)"
done
# The crash matrix's last part and the simulator, at length.
deploy/build.sh release
VIVA_KILLS=${VIVA_KILLS:-1000} build/release/test_crash "killed at random moments*"
VIVA_WORLDS=${VIVA_WORLDS:-2000} build/release/test_simulator "in every world*"
deploy/build.sh fuzz
for target in build/fuzz/*_fuzz; do
    name=$(basename "$target")
    corpus=build/fuzz/corpus/$name
    mkdir -p "$corpus"
    echo "  fuzzing $name for ${FUZZ_SECONDS:-60} s ..." >&2
    "$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 "$corpus" "tests/fuzz/corpus/$name" > "build/fuzz/$name.log" 2>&1 ||
        { tail -n 40 "build/fuzz/$name.log"; echo "long.sh: $name found something (above)" >&2; exit 1; }
    grep -E 'number_of_executed_units|peak_rss' "build/fuzz/$name.log"
done
