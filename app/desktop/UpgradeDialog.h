// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

#include <QDialog>

class QListWidget;

namespace prohori {

/// The day in the name of a form version, "2026-01-01" of "2026010101"; the version itself where it begins with none.
QString versionDay(const QString& version);

/** What a change to the newest version of the form does to a case, before it is done: new problems, what cannot be taken over here, entries that
    are added, answers that are worked out, replaced or moved, answers whose question is gone. Labels, never codes. Up and down read the list, Enter upgrades, Esc leaves the case as it is.
*/
class UpgradeDialog : public QDialog {
    Q_OBJECT
public:
    /// @param shown the answers as the form of the case shows them.
    UpgradeDialog(const QString& localRef, const CaseUpgrade& upgrade, const Answers& shown, QWidget* parent);

private:
    class Teller;
    void fill(QListWidget& list, const CaseUpgrade& upgrade, const Answers& shown) const;
};

/// The answers of a case that its form does not know, read-only: by the label of a version that knows the question, else only how many. Esc or
/// Enter closes it.
class OtherAnswersDialog : public QDialog {
    Q_OBJECT
public:
    /// @param engine of each version that knows a question, by version.
    OtherAnswersDialog(const CaseView& view, const QHash<QString, FormEnginePtr>& engines, QWidget* parent);

private:
    void fill(QListWidget& list, const CaseView& view, const QHash<QString, FormEnginePtr>& engines) const;
};

}  // namespace prohori
