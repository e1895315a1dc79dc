# SPDX-License-Identifier: GPL-3.0-or-later
# The rules every target of this project obeys.

# AUTOMOC is switched on by the folders that declare classes with Q_OBJECT: it reads, writes and compiles a file for every target, also for one without.
set(CMAKE_AUTORCC ON)
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(PROHORI_PCH "Precompile a few hot Qt headers" ON)
option(PROHORI_UNITY "Compile several files of a layer at once" ON)
option(PROHORI_ASAN "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(PROHORI_FUZZ "Build the libFuzzer programs of tests/fuzz, all with clang's sanitizers" OFF)
set(PROHORI_PLANTED_FAULT 0 CACHE STRING "Number of the fault to build in on purpose (tests/simulation/README.md); 0: none")
option(PROHORI_TEST_HOOKS "Build the extra binaries that tests need to look inside (never shipped)" ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()
if(PROHORI_ASAN)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
    # GCC 12 sees ghosts in every std::variant once it is instrumented. The other builds keep this warning.
    add_compile_options(-Wno-maybe-uninitialized)
endif()
if(PROHORI_PLANTED_FAULT)
    message(WARNING "Planted fault ${PROHORI_PLANTED_FAULT} is built in: this is no build to use")
    add_compile_definitions(PROHORI_PLANTED_FAULT=${PROHORI_PLANTED_FAULT})
endif()
if(PROHORI_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
                        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()

# Hardening of everything that is shipped: PIE, full RELRO, stack protector, no executable stack.
include(CheckPIESupported)
check_pie_supported()
add_compile_options(-fstack-protector-strong)
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT PROHORI_ASAN)
    add_compile_definitions(_FORTIFY_SOURCE=2)
endif()

function(prohori_rules target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_compile_definitions(${target} PUBLIC QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
                               QT_NO_CONTEXTLESS_CONNECT PROHORI_VERSION="${PROJECT_VERSION}")
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion -Werror)
    if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
        # The code is held to Qt 6.4; what a later Qt deprecates may still be all there is in that one.
        # Its QTRY_ macros also narrow what they count in.
        target_compile_options(${target} PRIVATE -Wno-error=deprecated-declarations -Wno-error=conversion)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
        # It takes every reference that a function with a temporary argument gives for one to that temporary.
        target_compile_options(${target} PRIVATE -Wno-error=dangling-reference)
    endif()
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()

# One precompiled header for each kind of target, made by the first of the kind. What is compiled in a way of its own (NO_PCH) goes without: GCC refuses
# the header where the flags differ, which is an error here, and a second one takes as long as one to three files of eight.
function(prohori_precompile target kind without)
    if(NOT PROHORI_PCH OR without)
        return()
    endif()
    get_property(shared GLOBAL PROPERTY PROHORI_PCH_${kind})
    if(shared)
        target_precompile_headers(${target} REUSE_FROM ${shared})
        return()
    endif()
    set(headers <QByteArray> <QDateTime> <QHash> <QJsonObject> <QList> <QMap> <QObject> <QSet> <QString> <QStringList> <functional> <memory>
        <optional> <variant> <vector>)
    if(kind STREQUAL "test")
        list(PREPEND headers <QtTest/qtestcase.h> <QDir> <QFile> <QJsonArray> <QJsonDocument> <QTemporaryDir>)
    endif()
    target_precompile_headers(${target} PRIVATE ${headers})
    set_property(GLOBAL PROPERTY PROHORI_PCH_${kind} ${target})
endfunction()

# Eight files of a target are compiled as one: most of what a file costs is what it includes. So the anonymous namespaces of a layer are one: where two
# files use a name for two things it is made to say more, and where they use it for the same thing that moves to a header that both see.
function(prohori_unite target)
    get_target_property(files ${target} SOURCES)
    list(FILTER files INCLUDE REGEX "\\.cpp$")
    list(LENGTH files count)
    if(PROHORI_UNITY AND count GREATER 1)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
endfunction()

# add_layer(<target> [NO_PCH] SOURCES … PUBLIC … PRIVATE …): a static library under this project's rules.
function(add_layer target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "NO_PCH" "" "SOURCES;PUBLIC;PRIVATE")
    add_library(${target} STATIC ${arg_SOURCES})
    prohori_rules(${target})
    prohori_precompile(${target} layer ${arg_NO_PCH})
    prohori_unite(${target})
    target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# add_program(<target> [NO_PCH] SOURCES … LINKS …): an executable under the same rules, put into <build>/bin.
function(add_program target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "NO_PCH" "" "SOURCES;LINKS")
    add_executable(${target} ${arg_SOURCES})
    prohori_rules(${target})
    prohori_precompile(${target} program ${arg_NO_PCH})
    prohori_unite(${target})
    target_link_libraries(${target} PRIVATE ${arg_LINKS})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

# add_layer_test(<Name> [NO_PCH] [REAL_PASSWORDS] LINKS …): <Name>.cpp as a Qt Test program. It runs offscreen, in a time zone of +05:45,
# with a limit of 400 s (TIMEOUT changes that), and finds programs and pages through tests/support/Places.h. The work of a password is one hash in
# it and in all that it starts (tests/support/QuickPasswords.cpp); with REAL_PASSWORDS it is Argon2id.
function(add_layer_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "NO_PCH;REAL_PASSWORDS" "TIMEOUT" "LINKS;SOURCES")
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    # One file with its own class. Without the target's include paths moc leaves out what is included, which for a test is most of its time; so it knows
    # no macros of the target, and no slot may stand under an #if.
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    qt_generate_moc(${name}.cpp ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
    set_property(SOURCE ${name}.cpp APPEND PROPERTY OBJECT_DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
    prohori_rules(${name})
    prohori_precompile(${name} test ${arg_NO_PCH})
    target_link_libraries(${name} PRIVATE Qt6::Test test_places ${arg_LINKS})
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    add_test(NAME ${name} COMMAND ${name})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 400)
    endif()
    # What may take long begins first, so that no core waits for it at the end.
    set(preload)
    if(NOT arg_REAL_PASSWORDS AND NOT PROHORI_ASAN)
        add_dependencies(${name} quick_passwords)
        set(preload ";LD_PRELOAD=$<TARGET_FILE:quick_passwords>")
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TZ=Asia/Kathmandu;LC_ALL=C.UTF-8;UBSAN_OPTIONS=print_stacktrace=1;\
QTEST_FUNCTION_TIMEOUT=${arg_TIMEOUT}000;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0${preload}")
endfunction()

# add_memory_test(<Name> LAYERS … LINKS …): a test that searches its own memory, where the tables of the address sanitizer are in the way. Under the
# sanitizers it is built, with the layers it tests and what they link, without them; else it is a test like any other.
function(add_memory_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LAYERS;LINKS")
    if(NOT PROHORI_ASAN)
        add_layer_test(${name} REAL_PASSWORDS LINKS ${arg_LAYERS})
        return()
    endif()
    set(sources)
    foreach(layer ${arg_LAYERS})
        get_target_property(files ${layer} SOURCES)
        get_target_property(folder ${layer} SOURCE_DIR)
        foreach(file ${files})
            if(NOT IS_ABSOLUTE ${file})
                set(file ${folder}/${file})
            endif()
            list(APPEND sources ${file})
        endforeach()
    endforeach()
    add_layer_test(${name} NO_PCH SOURCES ${sources} LINKS ${arg_LINKS})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)  # a layer may have classes with Q_OBJECT
    target_compile_options(${name} PRIVATE -fno-sanitize=all)
    target_link_options(${name} PRIVATE -fno-sanitize=all)
endfunction()
