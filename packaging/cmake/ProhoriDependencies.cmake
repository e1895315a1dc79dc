# SPDX-License-Identifier: GPL-3.0-or-later
# Every library the project stands on, found once. All of them are Debian packages (packaging/packages.txt).
find_package(Qt6 6.4 REQUIRED COMPONENTS Concurrent Core Gui Widgets Sql Network Svg Test LinguistTools)
# Qt::Test names the folder of each test in a macro, which nobody here asks for: with it no two tests could share a precompiled header, and no two
# clones what ccache keeps.
set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
find_package(Qt6Keychain REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(minizip REQUIRED IMPORTED_TARGET minizip)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo cairo-pdf harfbuzz)
find_package(Boost 1.81 REQUIRED)

# SQLCipher must be the static archive: with the shared one Qt's own SQLite plugin would be interposed, or
# worse, ours by plain SQLite. Versions before 4.6.1 are refused when the store is opened.
find_library(SQLCIPHER_ARCHIVE libsqlcipher.a REQUIRED)
find_path(SQLCIPHER_INCLUDE sqlcipher/sqlite3.h REQUIRED)
