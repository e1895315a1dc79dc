// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/FormBesidePapers.h"
#include "app/desktop/UpgradeDialog.h"
#include "forms/widgets/FormView.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

// A case on another version of the form: which one draws it, and what can be done about it.

namespace prohori {

using namespace Qt::StringLiterals;

QWidget* CasePage::makeVersionBand()
{
    m_versionBand = new QWidget(this);
    auto* row = new QHBoxLayout(m_versionBand);
    row->setContentsMargins(0, 0, 0, 0);
    m_versionText = makeLabel({}, u"muted"_s, m_versionBand);
    m_versionText->setObjectName(u"versionText"_s);
    m_versionText->setWordWrap(true);
    m_upgrade = addAction(tr("See what a change to the new one does"), u"upgradeButton"_s, u"Ctrl+U"_s,
                          &CasePage::previewUpgrade);
    m_others = addAction(tr("Answers of another version"), u"otherAnswersButton"_s, u"Ctrl+Shift+U"_s,
                         &CasePage::showOtherAnswers);
    row->addWidget(m_versionText, 1);
    row->addWidget(m_others);
    row->addWidget(m_upgrade);
    m_versionBand->hide();
    return m_versionBand;
}

/// What the form knows of answers that were given in another version of it.
static Answers knownTo(const FormDefinition& form, Answers answers)
{
    answers.rows.removeIf([&](const AnswerRow& row) { return !form.group(row.group); });
    answers.values.removeIf([&](auto it) {
        const FieldDefinition* field = form.field(it.key().field);
        return !field || field->group != it.key().group;
    });
    return answers;
}

/// The form of another version needs another view: what it knows of cases before goes on.
void CasePage::drawIn(const FormEnginePtr& engine)
{
    if (engine == m_engine)
        return;
    auto* form = new FormView(*engine, m_random, this);
    m_body->replaceForm(form);
    setTabOrder(form, m_close);
    m_form->deleteLater();
    connect(m_form, &QObject::destroyed, form, [kept = m_engine] { (void)kept; });
    m_form = form;
    m_engine = engine;
    m_form->setBrief(m_isLow);
    if (!m_language.isEmpty())
        m_form->setLanguage(m_language);
    if (m_lastCase)
        m_form->model().setLastCase(knownTo(engine->form(), *m_lastCase));
    connectForm();
}

void CasePage::setLastCase(const Answers& answers)
{
    m_lastCase = answers;
    m_form->model().setLastCase(knownTo(m_engine->form(), answers));
}

/// The engine of what was typed when the program had another version; the newest where that is not installed.
FormEnginePtr CasePage::engineOfDraft(const QString& version) const
{
    const Station& station = m_session.station();
    return station.engineFor(station.forms().has(version) ? version : QString());
}

void CasePage::retellVersion()
{
    const bool mayUpgrade = m_view && m_session.desk().mayUpgrade(*m_view);
    const int others = m_view ? static_cast<int>(m_view->others.size()) : 0;
    QStringList parts;
    if (mayUpgrade)
        parts.append(tr("This case was begun on an earlier version of the form (%1).")
                         .arg(versionDay(m_view->engine->form().version())));
    if (others > 0)
        parts.append(tr("It holds %Ln answer(s) of another version of the form.", nullptr, others));
    m_versionText->setText(parts.join(u' '));
    m_upgrade->setVisible(mayUpgrade);
    m_others->setVisible(others > 0);
    m_versionBand->setVisible(!parts.isEmpty());
}

void CasePage::previewUpgrade()
{
    if (!saveFirst())
        return;
    const auto upgrade = m_session.desk().previewUpgrade(m_view->state.record);
    if (!upgrade) {
        tell(Words::error(upgrade.error()), false);
        return;
    }
    auto* dialog = new UpgradeDialog(m_view->state.localRef, *upgrade, m_view->answers, this);
    connect(dialog, &QDialog::accepted, this, &CasePage::upgradeCase);
    dialog->open();
}

void CasePage::upgradeCase()
{
    const RecordId record = m_view->state.record;
    const auto told = m_session.desk().previewUpgrade(record);
    const auto done = told ? m_session.desk().upgrade(record) : Result<SavedCase>(told.error());
    if (!done) {
        tell(Words::error(done.error()), false);
        return;
    }
    m_session.noteSaved(record);
    open(record);
    const QList<Problem>& problems = told->newProblems;
    m_form->showProblems(problems);
    if (!problems.isEmpty() && !shownForm()->goTo(problems.first().path))
        shownForm()->nextProblem();
    tell(problems.isEmpty()
             ? tr("%1 is on the new version of the form.").arg(done->localRef)
             : tr("%1 is on the new version of the form, which asks or finds %Ln thing(s) more: F8 "
                  "goes to the next one.",
                  nullptr, static_cast<int>(problems.size()))
                   .arg(done->localRef),
         true);
}

void CasePage::showOtherAnswers()
{
    QHash<QString, FormEnginePtr> engines;
    for (const OtherAnswer& other : m_view->others) {
        if (other.form)
            engines.insert(other.form->version(), m_session.station().engineFor(other.form->version()));
    }
    (new OtherAnswersDialog(*m_view, engines, this))->open();
}

}  // namespace prohori
