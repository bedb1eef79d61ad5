# Owns the architecture rules of bot/DESIGN.md as a check: cmake -DROOT=<checkout> -P check_layers.cmake
# Dependencies point one way, some headers have one door, the core is pure and knows no platform.
cmake_minimum_required(VERSION 3.22)
set(breaches 0)

function(breach file line rule)
  message(SEND_ERROR "${file}:${line}: ${rule}")
endfunction()

# May include, besides themselves.
set(may_bot_base "")
set(may_bot_daily bot/base)
set(may_bot_grade bot/base)
set(may_bot_engine bot/grade bot/base)
set(may_bot_review bot/base)
set(may_bot_board bot/base)
set(may_bot_script bot/engine bot/grade bot/base)
set(may_bot_notes bot/grade bot/base)
set(may_bot_store bot/board bot/daily bot/review bot/engine bot/grade bot/base)
set(may_bot_app bot/board bot/daily bot/review bot/notes bot/store bot/script bot/engine bot/grade bot/base)
set(may_adapters_net bot/base bot/app/ports.h bot/app/log.h)
set(may_adapters_console bot/base bot/app/ports.h bot/app/log.h adapters/net)
set(may_adapters_slack bot/base bot/app/ports.h bot/app/log.h adapters/net)
set(may_adapters_telegram bot/base bot/app/ports.h bot/app/log.h adapters/net)

# header regex | the files that may include it
set(doors
  "sqlite3\\.h|^bot/store/"
  "boost/|^adapters/net/"
  "re2/|^bot/grade/pattern\\.cc$"
  "yaml-cpp/|^bot/script/"
  "cmark|^bot/notes/markdown\\.cc$"
  "date/|^bot/daily/zone\\.cc$"
  "nlohmann/|(_json\\.cc|_codec\\.cc|/format\\.cc)$"
  "(histedit|editline/readline)\\.h|^adapters/console/"
  "spdlog/|^bot/app/log\\.cc$"
  "prometheus/|^bot/app/metrics\\.cc$"
  "CLI/|^bot/main/")

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/bot/*.h ${ROOT}/bot/*.cc ${ROOT}/adapters/*.h ${ROOT}/adapters/*.cc)
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "no sources under ${ROOT}: nothing was checked")
endif()

foreach(file IN LISTS files)
  string(REGEX MATCH "^[a-z]+/[a-z]+" layer ${file})
  string(REPLACE "/" "_" key ${layer})
  set(pure FALSE)
  if(layer MATCHES "^bot/(base|board|daily|grade|engine|script|notes|review)$")
    set(pure TRUE)
  endif()
  file(READ ${ROOT}/${file} text)
  # Characters that mean something in a CMake list; the end of a statement stays visible as a tab.
  string(REGEX REPLACE "[][\t]" " " text "${text}")
  string(REPLACE ";" "\t" text "${text}")
  string(REPLACE "\\" "/" text "${text}")
  string(REPLACE "\n" ";" lines "${text}")
  list(GET lines 0 first)
  if(NOT first MATCHES "^// ")
    breach(${file} 1 "a file opens with a comment: what it owns and what it must not do")
  endif()
  set(number 0)
  foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    if(line MATCHES "^ *#include ([<\"])([^>\"]+)[>\"]")
      set(quote "${CMAKE_MATCH_1}")
      set(header "${CMAKE_MATCH_2}")
      if(quote STREQUAL "\"")
        if(NOT header MATCHES "^(bot|adapters)/[a-z]+/")
          breach(${file} ${number} "includes are repo-rooted: \"bot/<layer>/...\", not \"${header}\"")
        else()
          string(REGEX MATCH "^[a-z]+/[a-z]+" target ${header})
          if(target STREQUAL "bot/main")
            if(NOT layer STREQUAL "bot/main")
              breach(${file} ${number} "nothing includes bot/main")
            endif()
          elseif(NOT target STREQUAL layer AND NOT layer STREQUAL "bot/main")
            if(NOT target IN_LIST may_${key} AND NOT header IN_LIST may_${key})
              breach(${file} ${number} "${layer} may not include ${header}")
            endif()
          endif()
        endif()
      endif()
      foreach(door IN LISTS doors)
        string(REGEX MATCH "^(.*)\\|(\\^.*|\\(_json.*)$" parts "${door}")
        set(guarded "${CMAKE_MATCH_1}")
        set(keeper "${CMAKE_MATCH_2}")
        if(header MATCHES "^${guarded}" AND NOT file MATCHES "${keeper}")
          breach(${file} ${number} "${header} may be included only in ${keeper}")
        endif()
      endforeach()
    endif()
    if(layer MATCHES "^bot/" AND NOT layer STREQUAL "bot/main")
      # Whole words, also as a part of a name: Slack, slack_token, kSlack; not slackened.
      if(line MATCHES "(^|[^A-Za-z])([Ss]lack|SLACK|[Tt]elegram|TELEGRAM)([^a-z]|$)" OR line MATCHES "[a-z](Slack|Telegram)([^a-z]|$)")
        breach(${file} ${number} "a platform's name inside ${layer}")
      endif()
    endif()
    if(pure)
      string(REGEX REPLACE "//.*$" "" code "${line}")
      if(code MATCHES "(_clock::now|[^_a-z]time\\((0|NULL|nullptr)?\\)|random_device|[^_a-z]s?rand\\(|mt19937|spdlog|std::cout|std::cerr|getenv|fopen|fstream)")
        breach(${file} ${number} "clock, chance, environment, disk and logging stay out of the pure layers")
      endif()
      # What stands before a parenthesis, an initialiser or the end: a declaration of a function stops at the parenthesis, one of a variable does not.
      string(REGEX MATCH "^[^=({\t]*." head "${code}")
      set(fixed FALSE)
      if(code MATCHES "^ *((static|inline) )*constexpr ")
        set(fixed TRUE)
      elseif(code MATCHES "^ *((static|inline) )*const " AND NOT head MATCHES "[*] *[A-Za-z0-9_]+ *[={\t]$")
        set(fixed TRUE)  # but a pointer that is not constant itself, whatever it points to
      endif()
      if(code MATCHES "^ *(inline )?(static|thread_local) " AND NOT fixed AND (NOT head MATCHES "[(]$" OR code MATCHES "^[^(]*[(][0-9\"'{]"))
        breach(${file} ${number} "no mutable statics in the pure layers")
      elseif(NOT fixed AND head MATCHES "^[A-Za-z_][A-Za-z0-9_:<>,*& ]*[ *&][A-Za-z_][A-Za-z0-9_]*( [A-Za-z0-9_:]*)? *[={\t]$" AND NOT head MATCHES "^(namespace|using|struct|class|enum|union|concept|template|typedef|return|friend|extern|static|thread_local) ")
        breach(${file} ${number} "no mutable globals in the pure layers")
      endif()
    endif()
  endforeach()
endforeach()
message(STATUS "checked ${count} files")
