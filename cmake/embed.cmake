# Puts files into the binary: the shipped content (viva_content) and the list of known English words (viva_words).
# Both are plain assembly with .incbin, so that megabytes cost nothing to compile and nothing at start.

file(GLOB_RECURSE content_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/content ${CMAKE_SOURCE_DIR}/content/*.yaml)
list(SORT content_files)
set(assembly ".section .note.GNU-stack,\"\",%progbits\n.section .rodata\n")
set(table "")
set(index 0)
set(paths "")
foreach(file IN LISTS content_files)
  string(APPEND assembly "n${index}: .asciz \"${file}\"\n.balign 8\nb${index}: .incbin \"${CMAKE_SOURCE_DIR}/content/${file}\"\ne${index}: .byte 0\n")
  string(APPEND table ".quad n${index}, b${index}, e${index}\n")
  list(APPEND paths ${CMAKE_SOURCE_DIR}/content/${file})
  math(EXPR index "${index} + 1")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded_content.S CONTENT "${assembly}
.section .data.rel.ro,\"aw\"
.globl viva_embedded_content
.balign 8
viva_embedded_content:
${table}.quad 0, 0, 0
" @ONLY)
add_library(viva_content STATIC ${CMAKE_BINARY_DIR}/embedded_content.S)
set_source_files_properties(${CMAKE_BINARY_DIR}/embedded_content.S PROPERTIES OBJECT_DEPENDS "${paths}")

# Lower-case, letters only, one a line. Names are left out: "chanel" is a misspelt channel.
set(VIVA_WORDS_SOURCE /usr/share/dict/american-english CACHE FILEPATH "English word list (Debian package wamerican)")
if(NOT EXISTS ${VIVA_WORDS_SOURCE})
  message(FATAL_ERROR "no word list at ${VIVA_WORDS_SOURCE}: install the package wamerican, or set VIVA_WORDS_SOURCE")
endif()
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/words.txt
  COMMAND sh -c "LC_ALL=C grep -x '[a-z]\\{1,\\}' '${VIVA_WORDS_SOURCE}' | LC_ALL=C sort -u > '${CMAKE_BINARY_DIR}/words.txt'"
  DEPENDS ${VIVA_WORDS_SOURCE} VERBATIM)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded_words.S CONTENT ".section .note.GNU-stack,\"\",%progbits
.section .rodata
.globl viva_words_begin
.globl viva_words_end
viva_words_begin: .incbin \"${CMAKE_BINARY_DIR}/words.txt\"
viva_words_end: .byte 0
" @ONLY)
add_library(viva_words STATIC ${CMAKE_BINARY_DIR}/embedded_words.S)
set_source_files_properties(${CMAKE_BINARY_DIR}/embedded_words.S PROPERTIES OBJECT_DEPENDS ${CMAKE_BINARY_DIR}/words.txt)
