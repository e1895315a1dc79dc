// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormNavigator.h"

namespace prohori {

using namespace Qt::StringLiterals;

FormNavigator::FormNavigator(const FormModel& model, QWidget* parent)
    : ProgressList(u"navigator"_s, model, parent),
      m_model(model)
{
    setAccessibleName(tr("Sections of the case"));
    connect(this, &ProgressList::chosen, this,
            [this](int index) { emit placeChosen(m_places.value(index)); });
}

void FormNavigator::add(const FormPlace& place, const ProgressItem& item)
{
    if (place == m_open)
        m_current = static_cast<int>(m_places.size());
    m_places.append(place);
    m_items.append(item);
}

void FormNavigator::addSections(const GroupDefinition& group, const QString& row, int depth)
{
    for (const SectionDefinition& section : group.sections) {
        const FormPlace place{group.id, row, section.name, {}, false};
        if (group.sections.size() > 1 && !m_model.fieldsOf(place).isEmpty())
            add(place, {m_model.text(section.label), m_model.progress(place), depth, false, {}});
    }
    for (const quint32 child : group.children) {
        if (m_model.isRelevant(child, row))
            addRepeat(*m_model.form().group(child), row, depth);
    }
}

void FormNavigator::addRepeat(const GroupDefinition& group, const QString& parentRow, int depth)
{
    const QList<AnswerRow> rows = m_model.rows(group.id, parentRow);
    const FormProgress whole = m_model.repeatProgress(group.id, parentRow);
    FormProgress own = whole;
    if (!rows.isEmpty())  // the rows below tell theirs
        own.errors = own.warnings = own.questions = 0;
    add({group.id, {}, {}, parentRow, true},
        {m_model.text(group.label), own, depth, true, numeral(static_cast<int>(rows.size()))});
    for (const AnswerRow& row : rows) {
        const bool open =
            m_model.isInside(m_open.row, row.row) || m_model.isInside(m_open.parentRow, row.row);
        const bool several = group.sections.size() > 1;
        FormPlace place = m_model.firstPlace(row.row);
        if (open && several)
            place.list = true;  // its sections, which follow, are to be marked and not the row
        if (open && !several && m_open.row == row.row)
            m_current = static_cast<int>(m_places.size());
        add(place, {m_model.rowTitle(row.row), m_model.rowProgress(row.row), depth + 1, false, {}});
        if (open && several)
            m_places.last().list = false;
        if (open)
            addSections(group, row.row, depth + 2);
    }
}

void FormNavigator::refresh(const FormPlace& open)
{
    const bool anew = !(m_open == open);
    m_open = open;
    m_places.clear();
    m_items.clear();
    m_current = -1;
    for (const GroupDefinition& group : m_model.form().groups()) {
        if (group.parent != 0 || group.kind != GroupKind::Case || !m_model.isRelevant(group.id))
            continue;
        if (group.repeat)
            addRepeat(group, {}, 0);
        else
            addSections(group, {}, 0);
    }
    fill(m_items, m_current, anew);
}

}  // namespace prohori
