// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderLists.h"

#include "forms/authoring/SheetColumns.h"
#include "forms/definition/ListFile.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kItextColumn = u"itextId"_s;

/// The place behind the bracket that ends what begins at `from`; literals are passed over.
qsizetype endOfBracket(const QString& text, qsizetype from)
{
    int depth = 0;
    QChar quote;
    for (qsizetype at = from; at < text.size(); ++at) {
        const QChar c = text.at(at);
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u'[' || c == u'(') {
            depth += 1;
        } else if ((c == u']' || c == u')') && --depth == 0) {
            return at + 1;
        }
    }
    return text.size();
}

/// Splits `a[f][g]/b` into `a/b` and `(f) and (g)`.
void takePredicates(const QString& text, XFormItemset& itemset)
{
    QStringList filters;
    for (qsizetype at = 0; at < text.size();) {
        if (text.at(at) == u'[') {
            const qsizetype end = endOfBracket(text, at);
            const qsizetype closing = text.at(end - 1) == u']' ? 1 : 0;
            filters.append(text.mid(at + 1, end - at - 1 - closing).trimmed());
            at = end;
        } else {
            const qsizetype end = text.at(at) == u'(' ? endOfBracket(text, at) : at + 1;
            itemset.path += text.mid(at, end - at);
            at = end;
        }
    }
    itemset.path = itemset.path.trimmed();
    itemset.filter = filters.size() < 2 ? filters.value(0) : u'(' + filters.join(u") and ("_s) + u')';
}

}  // namespace

XFormItemset readItemset(const QString& nodeset)
{
    static const QRegularExpression random(u"^randomize\\s*\\("_s);
    static const QRegularExpression instance(u"^instance\\(\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*\\)"_s);
    XFormItemset itemset;
    QString text = nodeset.trimmed();
    if (const auto match = random.match(text); match.hasMatch()) {
        itemset.randomized = true;
        text = text.mid(match.capturedLength()).trimmed();
        if (text.endsWith(u')'))
            text.chop(1);
        for (qsizetype at = 0; at < text.size(); ++at) {
            if (text.at(at) == u'[' || text.at(at) == u'(') {
                at = endOfBracket(text, at) - 1;
            } else if (text.at(at) == u',') {
                itemset.seed = text.mid(at + 1).trimmed();
                text.truncate(at);
            }
        }
    }
    takePredicates(text, itemset);
    if (const auto match = instance.match(itemset.path); match.hasMatch())
        itemset.instance = match.captured(1) + match.captured(2);
    return itemset;
}

void XFormLists::read(const XFormElement& instance)
{
    const QString id = instance.attribute(u"id"_s);
    if (id.isEmpty() || m_instances.contains(id))
        return;
    Instance entry;
    entry.line = instance.line;
    entry.table = instance.has(u"ht:as"_s);
    const QString source = instance.attribute(u"src"_s).trimmed();
    if (source.startsWith(u"jr://file"_s))
        entry.file = source.section(u'/', -1);
    else if (!source.isEmpty())
        m_messages.append(
            {u"xform"_s, instance.line, u"src"_s, u"W11"_s,
             u"The instance '%1' comes from a place that this computer does not know."_s.arg(id)});
    if (entry.file.isEmpty() && !instance.children.empty())
        entry.root = &instance.children.front();
    m_instances.insert(id, entry);
    m_order.append(id);
}

std::pair<QString, QString> XFormLists::stepNames(const QString& id) const
{
    const XFormElement* root = m_instances.value(id).root;
    if (!root)
        return {u"root"_s, u"item"_s};
    return {root->name, root->children.empty() ? u"item"_s : root->children.front().name};
}

QString XFormLists::use(const QString& id, const QString& value, const XFormElement* label)
{
    static const QRegularExpression itext(u"^jr:itext\\(\\s*(.*?)\\s*\\)$"_s);
    const QString reference = label ? label->attribute(u"ref"_s).trimmed() : QString();
    const auto match = itext.match(reference);
    const QString column = match.hasMatch()    ? match.captured(1)
                         : reference.isEmpty() ? u"label"_s
                                               : reference;
    const QString name = value.isEmpty() ? u"name"_s : value;
    m_used.insert(id);
    if (isFile(id))
        return useFile(id, name, match.hasMatch() ? u"label"_s : column);
    FormList list = inlineList(m_instances.value(id), name, column, match.hasMatch());
    list.name = id;
    if (const auto found = lists.constFind(id); found != lists.cend()) {
        const auto sameChoice = [](const FormChoice& a, const FormChoice& b) {
            return a.name == b.name && a.label == b.label;
        };
        if (std::equal(found->choices.begin(), found->choices.end(), list.choices.begin(), list.choices.end(),
                       sameChoice))
            return id;
        list.name = u"%1 %2 %3"_s.arg(id, name, column);
    }
    lists.insert(list.name, list);
    return list.name;
}

QString XFormLists::useFile(const QString& id, const QString& value, const QString& label)
{
    const Instance& instance = m_instances[id];
    FormList list;
    list.file = instance.file;
    list.valueColumn = value;
    list.labelColumn = label;
    list.name = id;
    if (const auto found = lists.constFind(id); found != lists.cend()) {
        if (found->valueColumn == value && found->labelColumn == label)
            return id;
        list.name = u"%1 %2 %3"_s.arg(list.file, value, label);
    }
    if (!m_folder.isEmpty()) {
        if (const Result<QStringList> found = loadListFile(list, m_folder)) {
            columns.insert(list.name, *found);
        } else {
            m_messages.append({u"xform"_s, instance.line, u"src"_s, u"F27"_s,
                               u"The file '%1' is missing, or has no column '%2'."_s.arg(list.file, value)});
        }
    }
    lists.insert(list.name, list);
    return list.name;
}

/// With `itext` the column `label` holds ids of texts.
FormList XFormLists::inlineList(const Instance& instance, const QString& value, const QString& label,
                                bool itext) const
{
    FormList list;
    if (!instance.root)
        return list;
    for (const XFormElement& row : instance.root->children) {
        FormChoice choice;
        for (const XFormElement& cell : row.children) {
            const QString text = cell.text.trimmed();
            if (cell.name == value)
                choice.name = text;
            if (cell.name == label) {
                const XFormForms forms = itext ? m_texts.byId(text) : m_texts.plain(text);
                choice.label = XFormTexts::main(forms);
                choice.media = XFormTexts::media(forms);
                if (itext)
                    continue;
            }
            if (cell.name != u"name"_s && cell.name != u"label"_s)
                choice.cells.insert(cell.name, text);
        }
        finishChoice(choice, list.choices.size() + 1);
        list.choices.append(choice);
    }
    return list;
}

QString XFormLists::useItems(const QString& name, const XFormElement& select)
{
    FormList list;
    list.name = name;
    for (int number = 2; lists.contains(list.name) || m_instances.contains(list.name); ++number)
        list.name = u"%1_%2"_s.arg(name).arg(number);
    for (const XFormElement& item : select.children) {
        if (item.name != u"item"_s)
            continue;
        FormChoice choice;
        if (const XFormElement* value = item.child(u"value"_s))
            choice.name = value->text.trimmed();
        if (const XFormElement* label = item.child(u"label"_s)) {
            const XFormForms forms = m_texts.of(*label);
            choice.label = XFormTexts::main(forms);
            choice.media = XFormTexts::media(forms);
        }
        finishChoice(choice, list.choices.size() + 1);
        list.choices.append(choice);
    }
    lists.insert(list.name, list);
    return list.name;
}

void XFormLists::finishChoice(FormChoice& choice, qsizetype place)
{
    static const QRegularExpression number(u"^[0-9]+$"_s);
    choice.key = choice.cells.value(u"key"_s);
    if (choice.key.isEmpty())
        choice.key = number.match(choice.name).hasMatch() ? choice.name : QString::number(place);
    choice.retired = saysYes(choice.cells.value(u"retired"_s));
    choice.replacedBy = choice.cells.value(u"replaced_by"_s);
}

QStringList XFormLists::finish()
{
    QStringList tables;
    for (const QString& id : m_order) {
        const Instance& instance = m_instances[id];
        const bool used = m_used.contains(id);
        if (!used && isFile(id)) {
            useFile(id, u"name"_s, u"label"_s);
        } else if (!used) {
            const XFormElement* root = instance.root;
            const bool itext = root && !root->children.empty() && root->children.front().child(kItextColumn);
            FormList list = inlineList(instance, u"name"_s, itext ? kItextColumn : u"label"_s, itext);
            list.name = id;
            lists.insert(id, list);
        }
        if (isFile(id) && (!used || instance.table))
            tables.append(id);
    }
    return tables;
}

}  // namespace prohori
