# SPDX-License-Identifier: GPL-3.0-or-later
# Writes a C file with the bytes of FILES (paths below ROOT), sorted by name: cmake -DROOT= -DFILES= -DOUT= -P
string(REPLACE "|" ";" files "${FILES}")
set(arrays "")
set(rows "")
set(i 0)
foreach(file IN LISTS files)
  file(READ "${ROOT}/${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "static const unsigned char file_${i}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${file}\", file_${i}, sizeof file_${i} - 1},\n")
  math(EXPR i "${i} + 1")
endforeach()
file(WRITE "${OUT}.tmp" "/* Made by cmake/embed.cmake from datasets/; not to be edited. */
#include \"base/dataset.h\"

${arrays}
const hg__dataset hg__datasets[] = {
${rows}};
const size_t hg__n_datasets = ${i};
")
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different "${OUT}.tmp" "${OUT}")
file(REMOVE "${OUT}.tmp")
