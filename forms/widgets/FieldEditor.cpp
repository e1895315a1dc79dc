// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FieldEditor.h"

#include "forms/engine/StandardMessages.h"
#include "forms/widgets/BooleanEditor.h"
#include "forms/widgets/CodeEditor.h"
#include "forms/widgets/LongTextEditor.h"
#include "forms/widgets/Look.h"
#include "forms/widgets/MultiCodeEditor.h"
#include "forms/widgets/TextEditor.h"

#include <QFocusEvent>
#include <QKeyEvent>

namespace prohori {

using namespace Qt::StringLiterals;

FieldEditor::FieldEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_path(path)
{}

void FieldEditor::adopt()
{
    QWidget& widget = *control();
    widget.setObjectName(m_model.form().group(m_path.group)->name + u'.' + field().name);
    widget.setAccessibleName(m_model.text(field().label));
    setFocusProxy(&widget);
    if (field().tier != FieldTier::Statistical)
        widget.setInputMethodHints(widget.inputMethodHints() | Qt::ImhSensitiveData
                                   | Qt::ImhNoPredictiveText);
    widget.installEventFilter(this);
}

bool FieldEditor::takeEnter()
{
    leave(true);
    return true;
}

bool FieldEditor::takeKey(const QKeyEvent& key)
{
    const bool erases = key.key() == Qt::Key_Backspace || key.key() == Qt::Key_Delete;
    if (!erases || key.modifiers() != Qt::NoModifier || answer().missing.isEmpty() || isFixed())
        return false;
    m_model.set(m_path, {});
    m_model.recheck(m_path);
    refresh();
    return true;
}

bool FieldEditor::claims(const QKeyEvent&) const
{
    return false;
}

void FieldEditor::leave(bool)
{
    commit();
}

void FieldEditor::setMissing(const QString& reason)
{
    if (isFixed())
        return;
    showMissing();
    m_model.set(m_path, {{}, reason, false});
    m_model.recheck(m_path);
    refresh();
}

QString FieldEditor::standIn() const
{
    const Answer now = answer();
    return now.sealed ? tr("sealed") : m_model.text(missingLabel(now.missing));
}

void FieldEditor::describe()
{
    const QString why = m_model.whyFixed(m_path);
    setWhyFixed(*control(), why);
    setLook(*control(), "fixed", !why.isEmpty());
    const QString needed =
        m_model.isRequired(m_path) ? tr("Needed before the case is submitted.") : QString();
    QStringList parts{why, standIn(), needed, m_model.text(field().hint)};
    for (const Problem& problem : m_model.problemsAt(m_path))
        parts.append(m_model.text(problem.message));
    parts.removeAll(QString());
    control()->setAccessibleDescription(parts.join(u' '));
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != control())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusIn) {
        emit entered();
    } else if (event->type() == QEvent::FocusOut) {
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::PopupFocusReason) {
            leave(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason);
            emit left();
        }
    }
    return QWidget::eventFilter(watched, event);
}

FieldEditor* makeFieldEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
{
    const bool byProgram = model.field(path).required == RequiredLevel::Auto;
    switch (model.field(path).type) {
    case FieldType::LongText: return new LongTextEditor(model, path, parent);
    case FieldType::Boolean:
        if (!byProgram)
            return new BooleanEditor(model, path, parent);
        break;
    default: break;
    }
    if (model.hasChoices(path) && model.isMultiple(path))
        return new MultiCodeEditor(model, path, parent);
    if (model.hasChoices(path))
        return new CodeEditor(model, path, parent);
    return new TextEditor(model, path, parent);
}

}  // namespace prohori
