# SPDX-License-Identifier: GPL-3.0-or-later
# Each third-party library has one home (docs/adr/0002-libraries.md).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.14)
pkg_check_modules(GSL REQUIRED IMPORTED_TARGET gsl)
pkg_check_modules(FFTW REQUIRED IMPORTED_TARGET fftw3)
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo-pdf cairo-ft freetype2)

set(HG_LIBRARIES_base PkgConfig::JANSSON PkgConfig::NETTLE)
set(HG_LIBRARIES_dsp PkgConfig::GSL PkgConfig::FFTW Threads::Threads)
set(HG_LIBRARIES_io PkgConfig::HDF5 PkgConfig::DEFLATE Threads::Threads)
set(HG_LIBRARIES_report PkgConfig::CAIRO)
set(HG_LIBRARIES ${HG_LIBRARIES_base} ${HG_LIBRARIES_dsp} ${HG_LIBRARIES_io} ${HG_LIBRARIES_report} m)
