// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"
#include "tests/app/desktop/DesktopDriver.h"

#include <QDate>
#include <QHash>
#include <QStringList>

namespace prohori {

/** Types an invented case into the form by keys: two victims, one suspect, one leg of a journey.

    First what an officer knows, field by field in the order of the form; then, as an officer does, F8 from one open question to the next until
    the program has no more. What to type stands in a table by field; other code questions get a choice that the form offers.
*/
class CaseTyping {
public:
    CaseTyping(DesktopDriver& driver, QDate today);

    QStringList victims() const { return {m_girl, m_boy}; }
    QString suspect() const { return m_suspect; }

    /// The case page stands open with the cursor in the first field. False, with why(), when the form goes another way.
    bool enterCase();
    /// Answers every question that keeps the case from being submitted; how many there were, -1 with why() when one does not take its answer.
    int answerOpenQuestions();
    const QString& why() const { return m_why; }
    /// Lines of the navigator that are rows: "V-1 · …".
    QStringList rows() const;

private:
    bool enterRows();
    void walk(const QString& group, const QHash<QString, QString>& typed);
    QString answerFor(const QString& name, const AnswerPath& path, const Answers& answers, int attempt) const;
    bool fail(const QString& why);

    DesktopDriver& m_driver;
    QDate m_today;
    QString m_girl = QStringLiteral("শিউলি খাতুন"), m_boy = QStringLiteral("Rafiq Mondol"),
            m_suspect = QStringLiteral("করিম মিয়া");
    QHash<QString, QString> m_table;
    SystemClock m_clock;
    std::unique_ptr<FormEngine> m_engine;  ///< of its own: to know what a question offers
    QString m_why;
};

}  // namespace prohori
