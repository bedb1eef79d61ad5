# Flags that every target of ours is compiled with; third-party headers are system headers.
add_library(viva_compile INTERFACE)
target_include_directories(viva_compile INTERFACE ${CMAKE_SOURCE_DIR})
target_link_libraries(viva_compile INTERFACE tl::expected fmt::fmt Threads::Threads)
target_compile_options(viva_compile INTERFACE -pthread)  # everywhere, as re2 asks for it and all share a precompiled header
target_compile_definitions(viva_compile INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)
target_compile_options(viva_compile INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-align -Wunused -Woverloaded-virtual
  -Wdouble-promotion -Wimplicit-fallthrough $<$<BOOL:${VIVA_WERROR}>:-Werror> -fno-omit-frame-pointer -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
if(CMAKE_BUILD_TYPE STREQUAL "Debug" OR VIVA_SANITIZE)
  target_compile_options(viva_compile INTERFACE -U_FORTIFY_SOURCE)
endif()
# The library checks its own preconditions (an index past the end, an empty optional) in every build: it costs little and guards stored state.
target_compile_definitions(viva_compile INTERFACE _GLIBCXX_ASSERTIONS)

# Assertions stay on in release builds: they guard stored state.
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

if(VIVA_SANITIZE)
  target_compile_options(viva_compile INTERFACE -fsanitize=${VIVA_SANITIZE} -fno-sanitize-recover=all)
  if(VIVA_SANITIZE MATCHES "address")
    # ASan tells of a null pointer itself, and no platform of ours minds alignment: a fifth of the time to compile.
    target_compile_options(viva_compile INTERFACE -fno-sanitize=null,alignment)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(viva_compile INTERFACE -Wno-maybe-uninitialized)  # GCC 12 sees ghosts in std::function under -fsanitize
    if(VIVA_SANITIZE MATCHES "thread")
      target_compile_options(viva_compile INTERFACE -Wno-tsan)  # fences inside Asio, which GCC leaves out: where one matters, ThreadSanitizer says too much, not too little
    endif()
  endif()
  target_link_options(viva_compile INTERFACE -fsanitize=${VIVA_SANITIZE})
endif()
if(VIVA_FUZZ)
  target_compile_options(viva_compile INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# One precompiled header for all layers, made with viva_base: the parts of the libraries that nearly every file uses. A target that needs more names it, and gets one of its own.
set(VIVA_PRECOMPILED <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <variant> <vector> <fmt/format.h>
  <tl/expected.hpp>)
function(viva_precompile target)
  if(target STREQUAL viva_base OR ARGN)
    target_precompile_headers(${target} PRIVATE ${VIVA_PRECOMPILED} ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM viva_base)
  endif()
endfunction()

# Tests are compiled without optimisation, and without looking for undefined behaviour in themselves: what they test is, and they build in half the time.
function(viva_unoptimised target)
  target_compile_options(${target} PRIVATE -O0 -U_FORTIFY_SOURCE -fno-sanitize=undefined)
endfunction()
