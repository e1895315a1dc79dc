// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormProgram.h"

#include "forms/engine/FormRun.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

QList<int> ProgramList::placesOf(const QString& name) const
{
    if (const auto several = repeated.find(name); several != repeated.end())
        return *several;
    const auto one = places.find(name);
    return one == places.end() ? QList<int>{} : QList<int>{*one};
}

const FormChoice* ProgramList::find(const QString& name) const
{
    const auto place = places.find(name);
    return place == places.end() ? nullptr : &list->choices[*place];
}

int FormProgram::child(int parent, QStringView name) const
{
    for (const int place : items[static_cast<size_t>(parent)].children) {
        if (*items[static_cast<size_t>(place)].name == name)
            return place;
    }
    return -1;
}

bool FormProgram::isBelow(int shape, int ancestor) const
{
    while (shape > ancestor)
        shape = shapes[static_cast<size_t>(shape)].parent;
    return shape == ancestor;
}

int FormProgram::commonShape(int left, int right) const
{
    while (left != right) {
        int& deeper = left > right ? left : right;
        deeper = shapes[static_cast<size_t>(deeper)].parent;
    }
    return left;
}

const ProgramList* FormProgram::list(const QString& name) const
{
    for (const QString& tried : {name, name + u".csv"_s, name + u".xml"_s, name + u".geojson"_s}) {
        if (const auto found = m_lists.find(tried); found != m_lists.end())
            return &found->second;
    }
    return nullptr;
}

namespace {

void addCell(FormNode* row, const QString& name, const QString& text)
{
    auto cell = std::make_unique<FormNode>(internName(name));
    cell->text = text;
    row->add(std::move(cell));
}

std::unique_ptr<FormNode> makeListNodes(const FormList& list, const QString& language)
{
    const QString value = list.valueColumn.isEmpty() ? u"name"_s : list.valueColumn;
    const QString label = list.labelColumn.isEmpty() ? u"label"_s : list.labelColumn;
    auto root = std::make_unique<FormNode>(internName(u"root"_s));
    const FormNode::Name item = internName(u"item"_s);
    for (const FormChoice& choice : list.choices) {
        FormNode* row = root->add(std::make_unique<FormNode>(item));
        if (!choice.name.isEmpty())
            addCell(row, value, choice.name);
        if (!choice.label.isEmpty())
            addCell(row, label, choice.label.in(language));
        for (auto cell = choice.cells.begin(); cell != choice.cells.end(); ++cell) {
            if ((cell.key() != value || choice.name.isEmpty())
                && (cell.key() != label || choice.label.isEmpty()))
                addCell(row, cell.key(), cell.value());
        }
    }
    return root;
}

}  // namespace

const FormNode* FormProgram::listNodes(const QString& name, const QString& language) const
{
    const ProgramList* found = list(name);
    if (!found)
        return nullptr;
    const std::scoped_lock lock(m_guard);
    ListNodes& nodes = m_nodes[{found->list->name, language}];
    if (!nodes.root)
        nodes.root = makeListNodes(*found->list, language);
    return nodes.root.get();
}

std::optional<bool> constantWord(const QString& written)
{
    const QString word = written.trimmed().toLower();
    if (word == u"yes" || word == u"true" || word == u"true()")
        return true;
    if (word == u"no" || word == u"false" || word == u"false()")
        return false;
    return std::nullopt;
}

}  // namespace prohori
