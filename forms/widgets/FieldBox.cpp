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
      m_hint(makeRoleLabel({}, u"hint"_s, this)),
      m_problem(makeRoleLabel({}, u"problem"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    for (QWidget* part : {static_cast<QWidget*>(m_label), static_cast<QWidget*>(m_editor),
                          static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_problem)})
        layout->addWidget(part);
    m_label->setBuddy(m_editor->control());
    m_problem->setObjectName(u"problem."_s + m_editor->control()->objectName());
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    refresh();
}

void FieldBox::refresh()
{
    const FieldDefinition& field = m_editor->field();
    const bool needed = m_model.isRequired(path());
    const QString label = m_model.text(field.label);
    m_label->setText(needed ? label + u" *"_s : label);
    m_label->setToolTip(needed ? tr("* needed before the case is submitted") : QString());
    m_hint->setText(m_model.text(field.hint));
    m_hint->setVisible(!m_hint->text().isEmpty());
    m_editor->refresh();
    refreshProblem();
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
