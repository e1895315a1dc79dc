// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Roles.h"
#include "forms/engine/FormEngine.h"

#include <QDate>

namespace prohori {

/** Invented, valid, varied cases made from the form alone: the same seed gives the same cases on every machine.

    Each passes the check for submitting, and holds what the form itself keeps of its results, as a case does that was entered. About three in four are TIP, one to three victims, zero to three suspects, journeys of one to three legs;
    identifying fields hold invented names in Bangla and Latin letters that belong to nobody. Dates lie in the year before `today`.
*/
class PracticeCases {
public:
    PracticeCases(const FormEngine& engine, const Scope& district, quint64 seed, QDate today);

    Answers next();

private:
    const FormEngine& m_engine;
    Scope m_district;
    quint64 m_state;
    QDate m_today;
};

}  // namespace prohori
