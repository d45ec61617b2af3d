# SPDX-License-Identifier: GPL-3.0-or-later
# Writes a C file with the conditions of an evidence file (report/cohort_bands.h), so that no line of the cohort table
# parses it again: cmake -DFILE= -DOUT= -P
set(rows "")
if(EXISTS "${FILE}")
  file(READ "${FILE}" text)
  string(JSON list GET "${text}" conditions)
  string(JSON n LENGTH "${list}")
  math(EXPR last "${n} - 1")
  foreach(i RANGE ${last})
    string(JSON id GET "${list}" ${i} id)
    string(JSON sides GET "${list}" ${i} sides)
    set(sided false)
    if(sides STREQUAL "each")
      set(sided true)
    endif()
    string(APPEND rows "    {\"${id}\", ${sided}},\n")
  endforeach()
endif()
file(WRITE "${OUT}.tmp" "/* Made by cmake/conditions.cmake from the built-in evidence; not to be edited. */
#include \"report/cohort_bands.h\"

const hg__condition_row hg__built_in_conditions[] = {
${rows}    {0, false}};
")
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different "${OUT}.tmp" "${OUT}")
file(REMOVE "${OUT}.tmp")
