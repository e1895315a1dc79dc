// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FieldBox.h"

#include "forms/widgets/Look.h"

#include <QLabel>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

FieldBox::FieldBox(FormModel& model, const AnswerPath& path, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_label(makeRoleLabel({}, u"field"_s, this)),
      m_editor(makeFieldEditor(model, path, this)),
      m_echo(makeRoleLabel({}, u"echo"_s, this)),
      m_hint(makeRoleLabel({}, u"hint"_s, this)),
      m_change(makeRoleLabel({}, u"changed"_s, this)),
      m_note(makeRoleLabel({}, u"note"_s, this)),
      m_carried(makeRoleLabel({}, u"warning"_s, this)),
      m_problem(makeRoleLabel({}, u"problem"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(m_label);
    layout->addWidget(m_editor);
    const QString name = m_editor->control()->objectName();
    for (const auto& [part, kind] :
         {std::pair{m_echo, u"echo."_s}, std::pair{m_hint, u"hint."_s}, std::pair{m_change, u"change."_s},
          std::pair{m_note, u"note."_s}, std::pair{m_carried, u"carried."_s},
          std::pair{m_problem, u"problem."_s}}) {
        part->setObjectName(kind + name);
        layout->addWidget(part);
    }
    m_label->setBuddy(m_editor->control());
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    refresh();
}

bool FieldBox::isWide() const
{
    constexpr int kHalf = 6, kWhole = 12;
    for (int width = kHalf + 1; width <= kWhole; ++width) {
        if (m_editor->field().appearance.contains(u"w%1"_s.arg(width)))
            return true;
    }
    return m_editor->isWide();
}

void FieldBox::refresh()
{
    const FieldDefinition& field = m_editor->field();
    const bool needed = m_model.isRequired(path());
    const QString label = m_model.text(field.label);
    m_label->setText(needed ? label + u" *"_s : label);
    m_label->setToolTip(needed ? tr("* needed before the case is submitted") : QString());
    QStringList hints{m_model.text(field.hint)};
    if (m_model.isPinned(path()))
        hints.append(tr("Carried into new ones; Ctrl+Shift+D ends that."));
    hints.removeAll(QString());
    show(*m_hint, hints.join(u"  ·  "_s));
    m_editor->refresh();
    show(*m_echo, m_editor->echo());
    refreshMarks();
    refreshProblem();
}

void FieldBox::show(QLabel& line, const QString& text)
{
    line.setText(text);
    line.setVisible(!text.isEmpty());
}

void FieldBox::refreshMarks()
{
    QStringList notes = m_model.earlierNotes(path());
    const QString own = m_model.note(path());
    if (!own.isEmpty())
        notes.append(own);
    for (QString& note : notes)
        note = tr("Note: %1").arg(note);
    show(*m_note, notes.join(u'\n'));
    const QString change = m_model.change(path());
    show(*m_change, change);
    setLook(*m_editor->control(), "changed", !change.isEmpty());
    const bool carried = m_model.isCarried(path());
    show(*m_carried, !carried ? QString()
                     : path().row.isEmpty()
                         ? tr("From the last case. Enter confirms it, typing replaces it.")
                         : tr("From the row before. Enter confirms it, typing replaces it."));
    setLook(*m_editor->control(), "carried", carried);
}

void FieldBox::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    show(*m_echo, m_editor->echo());  // whether there is room has changed
}

void FieldBox::refreshProblem()
{
    QStringList sentences;
    bool error = false;
    for (const Problem& problem : m_model.problemsAt(path())) {
        sentences.append(m_model.text(problem.message));
        error = error || problem.severity == Severity::Error;
    }
    m_problem->setText(sentences.join(u'\n'));
    setLook(*m_problem, "role", error ? u"problem"_s : u"warning"_s);
    m_problem->setVisible(!sentences.isEmpty());
    setLook(*m_editor->control(), "invalid", error);
}

}  // namespace prohori
