// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderForm.h"
#include "forms/authoring/XFormWriterForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

void XFormWriter::writeBody(const FormItem& item)
{
    if (item.isContainer())
        writeContainer(item);
    else if (hasControl(item))
        writeControl(item);
}

void XFormWriter::writeContainer(const FormItem& item)
{
    const bool repeat = item.kind == ItemKind::Repeat;
    start(u"group"_s);
    attribute(u"ref"_s, item.path);
    if (!repeat)
        writeControlAttributes(item);
    writeLabels(item);
    if (repeat) {
        start(u"repeat"_s);
        attribute(u"nodeset"_s, item.path);
        attribute(u"jr:count"_s, item.repeatCount.resolved);
        writeControlAttributes(item);
        for (const FormItem& child : item.children)
            writeRepeatDefaults(child);
    }
    for (const FormItem& child : item.children)
        writeBody(child);
    if (repeat)
        end();
    end();
}

/// Defaults of what is in a repeat are set anew in each instance.
void XFormWriter::writeRepeatDefaults(const FormItem& item)
{
    if (!item.defaultExpression.isEmpty())
        writeDefault(item, u"odk-instance-first-load odk-new-repeat"_s);
    for (const FormItem& child : item.children) {
        if (item.kind != ItemKind::Repeat)
            writeRepeatDefaults(child);
    }
}

void XFormWriter::writeControl(const FormItem& item)
{
    const XFormType& usual = xformTypeOf(item.type);
    const QString control = QLatin1String(usual.control);
    start(control.isEmpty() ? u"input"_s : control);
    attribute(u"ref"_s, item.path);
    attribute(u"mediatype"_s, QLatin1String(usual.mediatype));
    writeControlAttributes(item);
    writeLabels(item);
    if (control.startsWith(u"select"_s) || control == u"odk:rank"_s)
        writeItemset(item);
    for (const FormItem* target : m_triggered.value(item.path)) {
        start(u"setvalue"_s);
        attribute(u"event"_s, u"xforms-value-changed"_s);
        attribute(u"ref"_s, target->path);
        attribute(u"value"_s, target->calculate.resolved.isEmpty() ? target->calculate.written
                                                                   : target->calculate.resolved);
        end();
    }
    end();
}

void XFormWriter::writeControlAttributes(const FormItem& item)
{
    attribute(u"appearance"_s, item.appearance.join(u' '));
    attribute(u"ht:code"_s, item.code);
    if (item.type == u"range"_s) {
        for (const QString& name : {u"start"_s, u"end"_s, u"step"_s})
            attribute(name, item.parameters.value(name));
    }
    if (item.type == u"text"_s)
        attribute(u"rows"_s, item.parameters.value(u"rows"_s));
    extras(item, u"body::"_s, isKnownControlAttribute);
    extras(item, u"control::"_s, isKnownControlAttribute);
}

void XFormWriter::writeLabels(const FormItem& item)
{
    for (const QString& name : {u"label"_s, u"hint"_s}) {
        const QString id = item.path + u':' + name;
        if (!m_textPlaces.contains(id))
            continue;
        start(name);
        attribute(u"ref"_s, u"jr:itext(%1)"_s.arg(xpathLiteral(id)));
        end();
    }
}

QString XFormWriter::nodesetOf(const FormItem& item) const
{
    const QString filter = item.choiceFilter.resolved;
    QString nodeset;
    if (item.listFromRepeat) {
        const int row = m_tree.find(item.list);
        const int repeat = row < 0 ? -1 : m_tree.repeatOf(row);
        const QString around = repeat < 0 ? item.list.section(u'/', 0, -2) : m_tree.item(repeat).path;
        const QString answered = u"./%1 != ''"_s.arg(item.list.mid(around.size() + 1));
        nodeset =
            u"%1[%2]"_s.arg(around, filter.isEmpty() ? answered : u"%1 and (%2)"_s.arg(answered, filter));
    } else {
        nodeset = u"instance(%1)/root/item"_s.arg(xpathLiteral(m_listIds.value(item.list)));
        if (!filter.isEmpty())
            nodeset += u'[' + filter + u']';
    }
    if (item.parameters.value(u"randomize"_s) != u"true"_s)
        return nodeset;
    const QString seed = item.parameters.value(u"seed"_s);
    return seed.isEmpty() ? u"randomize(%1)"_s.arg(nodeset) : u"randomize(%1, %2)"_s.arg(nodeset, seed);
}

void XFormWriter::writeItemset(const FormItem& item)
{
    const FormList list = m_package.lists.value(item.list);
    QString value = u"name"_s;
    QString label = u"jr:itext(itextId)"_s;
    if (item.listFromRepeat) {
        const int row = m_tree.find(item.list);
        const int repeat = row < 0 ? -1 : m_tree.repeatOf(row);
        value = repeat < 0 ? item.list.section(u'/', -1) : item.list.mid(m_tree.item(repeat).path.size() + 1);
        label = value;
    } else if (item.listFromFile) {
        value = list.valueColumn.isEmpty() ? u"name"_s : list.valueColumn;
        label = list.labelColumn.isEmpty() ? u"label"_s : list.labelColumn;
    }
    start(u"itemset"_s);
    attribute(u"nodeset"_s, nodesetOf(item));
    start(u"value"_s);
    attribute(u"ref"_s, value);
    end();
    start(u"label"_s);
    attribute(u"ref"_s, label);
    end();
    end();
}

}  // namespace prohori
