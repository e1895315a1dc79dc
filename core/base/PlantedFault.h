// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace prohori {

/** Whether this build goes wrong at point `number` on purpose, so that the simulation can show that it would find that (the list stands in
    tests/simulation/README.md). The product is built without any: the answer is then a constant, and nothing of the point is left in the program.

    PROHORI_PLANTED_FAULT=<n> builds one fault in. PROHORI_TEST_FAULTS, which tests/simulation alone defines for its own copies of a few files, asks at run time.
*/
#if defined(PROHORI_TEST_FAULTS)
int chosenFault();  ///< of the test program
static inline bool plantedFault(int number)
{
    return chosenFault() == number;
}
#elif defined(PROHORI_PLANTED_FAULT)
static constexpr bool plantedFault(int number)
{
    return number == PROHORI_PLANTED_FAULT;
}
#else
static constexpr bool plantedFault(int)
{
    return false;
}
#endif

}  // namespace prohori
