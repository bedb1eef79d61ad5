// Owns the choice of Catch2's header: 2.13 on Debian 12, 3 elsewhere. Tests include this and nothing of Catch2 itself.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
