// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/NameResolver.h"
#include "forms/authoring/QuestionTypes.h"
#include "forms/authoring/RuleCheck.h"
#include "forms/authoring/XFormReaderForm.h"
#include "forms/definition/ItemRules.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

void XFormForm::finishType(FormItem& item, Node& node)
{
    const QString readonly = item.readonly.resolved;
    node.signs.isReadonly = readonly == u"true()"_s;
    node.signs.hasValue = !item.calculate.isEmpty() || !item.defaultValue.isEmpty();
    item.type = node.as.isEmpty() ? xformTypeBySigns(node.signs) : node.as;
    if (item.type == u"text"_s && item.ht("type") == u"partial_date"_s)
        item.type = u"partial_date"_s;
    const std::optional<RowType> known = readRowType(item.type);
    item.kind = known ? known->kind : ItemKind::Question;
    if (item.kind == ItemKind::Note && node.signs.isReadonly)
        item.readonly = {};
    if (item.kind == ItemKind::Question && node.signs.control.isEmpty())
        item.kind = ItemKind::Calculate;
    // What the type says by itself is no attribute to keep.
    const XFormType& usual = xformTypeOf(item.type);
    if (item.extra.value(u"bind::jr:preload"_s) == QLatin1String(usual.preload))
        item.extra.remove(u"bind::jr:preload"_s);
    if (item.extra.value(u"bind::jr:preloadParams"_s) == QLatin1String(usual.params))
        item.extra.remove(u"bind::jr:preloadParams"_s);
}

void XFormForm::finishTexts(FormItem& item)
{
    for (const TextSlot& slot : kTextSlots)
        item.*(slot.texts) = withNames(item.*(slot.texts), item, item.path);
    const auto list = m_lists.lists.constFind(item.list);
    if (list == m_lists.lists.cend() || item.listFromRepeat)
        return;
    for (qsizetype at = 0; at < list->choices.size(); ++at) {
        const Texts& label = list->choices.at(at).label;
        const QMap<QString, QString>& all = label.all();
        const bool marked = std::any_of(all.cbegin(), all.cend(), [](const QString& text) {
            return text.contains(kOutputBegin) || text.contains(u"${"_s);
        });
        if (marked)
            m_lists.lists[item.list].choices[at].label = withNames(label, item, item.path);
    }
}

Texts XFormForm::withNames(const Texts& texts, FormItem& item, const QString& context)
{
    Texts named;
    const QMap<QString, QString>& all = texts.all();
    for (auto each = all.cbegin(); each != all.cend(); ++each) {
        QString text = each.value();
        for (const NameReference& reference : nameReferences(text, false)) {
            // Left by a question that has the same list.
            if (m_choiceOutputs.contains(reference.name))
                item.resolvedTexts.insert(reference.name, m_choiceOutputs.value(reference.name));
        }
        for (qsizetype from = text.indexOf(kOutputBegin); from >= 0;
             from = text.indexOf(kOutputBegin, from)) {
            const qsizetype end = text.indexOf(kOutputEnd, from);
            const QString name = nameForOutput(text.mid(from + 1, end - from - 1), item, context);
            text.replace(from, end - from + 1, name.isEmpty() ? name : u"${"_s + name + u'}');
        }
        named.set(each.key(), text.trimmed());
    }
    return named;
}

/// The name that stands for the value of an output in the texts of `item`: that of the question where it is a path.
QString XFormForm::nameForOutput(const QString& value, FormItem& item, const QString& context)
{
    static const QRegularExpression choice(
        u"^jr:choice-name\\(\\s*([^,()]+(?:\\(\\)[^,()]*)?)\\s*,[^,]*\\)$"_s);
    QString path = value.trimmed();
    if (const auto match = choice.match(path); match.hasMatch())
        path = match.captured(1).trimmed();
    const FormRule read = rule(path, item.row, u"output"_s);
    if (read.isEmpty())
        return {};
    const bool isPath = !path.contains(u'(') || path.startsWith(u"current()/"_s);
    const QString target = isPath ? m_paths.absolute(path, context) : QString();
    const QString base = m_nodes.contains(target) ? target.section(u'/', -1) : u"output"_s;
    QString name = base;
    for (int number = 2; item.resolvedTexts.value(name, read.resolved) != read.resolved; ++number)
        name = u"%1_%2"_s.arg(base).arg(number);
    item.resolvedTexts.insert(name, read.resolved);
    m_choiceOutputs.insert(name, read.resolved);
    return name;
}

/// Tables from files that no question uses, and the audit, are rows of their own at the beginning.
void XFormForm::addTables()
{
    std::vector<FormItem> first = std::move(m_meta);
    for (const QString& id : m_lists.finish()) {
        if (m_nodes.contains(u"/data/"_s + id) || !isXmlName(id))
            continue;
        const FormList& list = m_lists.lists[id];
        FormItem item;
        item.name = id;
        item.path = u"/data/"_s + id;
        item.kind = ItemKind::Meta;
        item.type = list.file.endsWith(u".csv"_s) ? u"csv-external"_s : u"xml-external"_s;
        item.list = id;
        item.listFromFile = true;
        first.push_back(item);
    }
    FormItem& data = m_package->data;
    data.children.insert(data.children.begin(), std::make_move_iterator(first.begin()),
                         std::make_move_iterator(first.end()));
    m_package->lists = m_lists.lists;
}

void XFormForm::check()
{
    ListColumns columns;
    const QMap<QString, FormList>& lists = m_package->lists;
    for (auto list = lists.cbegin(); list != lists.cend(); ++list) {
        QStringList names = m_lists.columns.value(list.key());
        if (list->file.isEmpty() && !list->choices.isEmpty()) {
            names = {u"name"_s, u"label"_s};
            for (const FormChoice& choice : list->choices)
                names += choice.cells.keys();
            names.removeDuplicates();
        }
        columns.insert(list.key(), names);
    }
    const FormTree tree(m_package->data);
    for (int row = 0; row < tree.size(); ++row)
        checkItem(tree, row, columns);
    for (const Circle& circle : findCircles(*m_package))
        say(m_nodes.value(tree.item(circle.item).path).line, circle.column, u"F23"_s, circle.text);
}

void XFormForm::checkItem(const FormTree& tree, int row, const ListColumns& columns)
{
    const FormItem& item = tree.item(row);
    const int line = m_nodes.value(item.path).line;
    if (item.listFromRepeat && tree.find(item.list) < 0)
        say(line, u"nodeset"_s, u"X04"_s, u"There is no question at %1."_s.arg(item.list));
    for (const RuleSlot& slot : kRuleSlots) {
        const FormRule& written = item.*(slot.rule);
        const ParsedExpression parsed = parseExpression(written.resolved);
        if (written.isEmpty() || !parsed.expression)
            continue;
        const bool counts = slot.rule == &FormItem::repeatCount;
        TraceContext context{counts ? tree.parent(row) : row, slot.rule == &FormItem::choiceFilter, {}, -1};
        const int source = item.listFromRepeat ? tree.find(item.list) : -1;
        if (context.overChoices && source >= 0)
            context.listRow = tree.repeatOf(source);
        else if (context.overChoices)
            context.list = item.list;
        for (const ExpressionFault& fault :
             traceExpression(*parsed.expression, tree, context, &columns).faults) {
            // What stands below meta is the client's, and blank for expressions.
            if (!fault.text.contains(u"/data/meta"_s))
                say(line, QLatin1String(slot.column), fault.code, fault.text);
        }
    }
}

}  // namespace prohori
