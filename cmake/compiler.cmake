# SPDX-License-Identifier: GPL-3.0-or-later
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

add_library(hg_compiler INTERFACE)
target_compile_definitions(hg_compiler INTERFACE _POSIX_C_SOURCE=200809L _FILE_OFFSET_BITS=64)
# Every instruction set must give the same bits: no contraction, no reordering.
target_compile_options(hg_compiler INTERFACE -ffp-contract=off -fno-math-errno)
# A message holds no path of the machine that built it.
target_compile_options(hg_compiler INTERFACE -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
target_compile_options(hg_compiler INTERFACE -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wconversion -Wno-sign-conversion)
if(HG_DEV)
  target_compile_options(hg_compiler INTERFACE -Werror)
endif()
if(HG_SANITIZE)
  target_compile_options(hg_compiler INTERFACE -fsanitize=${HG_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(hg_compiler INTERFACE -fsanitize=${HG_SANITIZE})
endif()
if(HG_FUZZ)
  target_compile_options(hg_compiler INTERFACE -fsanitize=fuzzer-no-link)
endif()
