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

#include <algorithm>

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

/// Alt+0: the value of the question itself that means unknown or refused; again the next of them.
bool FieldEditor::takeDontKnow(const QKeyEvent& key)
{
    constexpr int kBanglaNought = 0x09e6;
    const bool nought = key.key() == Qt::Key_0 || key.key() == kBanglaNought;
    if (!nought || (key.modifiers() & ~Qt::KeypadModifier) != Qt::AltModifier)
        return false;
    const QStringList values = field().dontKnow;
    if (values.isEmpty() || isFixed())
        return true;  // never a nought in the answer
    drop();
    m_model.set(m_path, {values.at((values.indexOf(answer().text) + 1) % values.size()), {}, false});
    m_model.recheck(m_path);
    refresh();
    return true;
}

bool FieldEditor::takeKey(const QKeyEvent& key)
{
    if (takeDontKnow(key))
        return true;
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

/// Whether all choices stand in the open: yes or no, and short lists whose appearance asks for it. A list that another answer filters
/// does not: its choices come and go.
static bool isChoiceBar(const FormModel& model, const AnswerPath& path)
{
    const FieldDefinition& field = model.field(path);
    if (field.looks("minimal"_L1) || field.looks("autocomplete"_L1))
        return false;
    if (field.type == FieldType::Boolean)
        return true;
    constexpr qsizetype kMostButtons = 9;
    const bool asked =
        std::any_of(field.appearance.cbegin(), field.appearance.cend(), [](const QString& word) {
            return word == u"likert" || word == u"list" || word == u"list-nolabel" || word == u"label"
                || word == u"columns" || word == u"columns-pack" || word.startsWith(u"columns-");
        });
    const ChoiceList* list = model.form().list(field.list);
    return asked && field.type == FieldType::Code && field.cascadeFrom.isEmpty() && list
        && list->choices.size() <= kMostButtons;
}

FieldEditor* makeFieldEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
{
    const bool byProgram = model.field(path).required == RequiredLevel::Auto;
    if (!byProgram && isChoiceBar(model, path))
        return new BooleanEditor(model, path, parent);
    if (model.field(path).type == FieldType::LongText)
        return new LongTextEditor(model, path, parent);
    if (model.hasChoices(path) && model.isMultiple(path))
        return new MultiCodeEditor(model, path, parent);
    if (model.hasChoices(path))
        return new CodeEditor(model, path, parent);
    return new TextEditor(model, path, parent);
}

}  // namespace prohori
