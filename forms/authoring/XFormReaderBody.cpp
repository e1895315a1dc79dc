// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderForm.h"

#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

bool isKnownControlAttribute(const QString& name)
{
    static const QSet<QString> known = {u"ref"_s,       u"bind"_s,    u"nodeset"_s, u"appearance"_s,
                                        u"mediatype"_s, u"rows"_s,    u"start"_s,   u"end"_s,
                                        u"step"_s,      u"ht:code"_s, u"jr:count"_s};
    return known.contains(name);
}

QString XFormForm::referenceOf(const XFormElement& element, const QString& context) const
{
    const QString id = element.attribute(u"bind"_s);
    if (!id.isEmpty())
        return m_bindIds.value(id);
    const QString name = element.has(u"ref"_s) ? u"ref"_s : u"nodeset"_s;
    return element.has(name) ? m_paths.absolute(element.attribute(name), context) : QString();
}

void XFormForm::readBody(const XFormElement& parent, const QString& context)
{
    for (const XFormElement& child : parent.children) {
        if (child.name == u"label"_s || child.name == u"hint"_s)
            continue;
        if (child.name == u"group"_s)
            readGroup(child, context);
        else if (child.name == u"repeat"_s)
            readRepeat(child, child, context);
        else if (child.name == u"setvalue"_s || child.name.startsWith(u"odk:setgeo"_s)
                 || child.name == u"odk:recordaudio"_s)
            readAction(child, context, QString());
        else
            readControl(child, context);
    }
}

void XFormForm::readGroup(const XFormElement& group, const QString& context)
{
    const QString path = referenceOf(group, context);
    const XFormElement* repeat = group.child(u"repeat"_s);
    const QString repeated = repeat ? referenceOf(*repeat, path.isEmpty() ? context : path) : QString();
    if (repeat && (path.isEmpty() || path == repeated)) {
        readRepeat(*repeat, group, context);
        for (const XFormElement& child : group.children) {
            if (&child != repeat && child.name != u"label"_s && child.name != u"hint"_s)
                say(child.line, {}, u"W11"_s, u"This %1 beside a repeat was ignored."_s.arg(child.name));
        }
        return;
    }
    Node* node = nodeAt(path);
    if (!node) {
        if (path.isEmpty() && group.child(u"label"_s))
            say(group.line, u"ref"_s, u"W11"_s, u"The label of a group without ref was ignored."_s);
        if (!path.isEmpty())
            say(group.line, u"ref"_s, u"X04"_s, u"There is no question at %1."_s.arg(path));
        readBody(group, path.isEmpty() ? context : path);
        return;
    }
    node->group = true;
    node->order = m_order++;
    readLabels(*node->item, group);
    readControlAttributes(*node, group);
    readBody(group, path);
}

/// `around` is the group that gives the repeat its label.
void XFormForm::readRepeat(const XFormElement& repeat, const XFormElement& around, const QString& context)
{
    const QString path = referenceOf(repeat, context);
    Node* node = nodeAt(path);
    if (!node || path == u"/data"_s) {
        say(repeat.line, u"nodeset"_s, u"X04"_s, u"There is no question at %1."_s.arg(path));
        return;
    }
    FormItem& item = *node->item;
    item.kind = ItemKind::Repeat;
    node->order = m_order++;
    readLabels(item, around);
    readControlAttributes(*node, around);
    if (&around != &repeat)
        readControlAttributes(*node, repeat);
    item.repeatCount = rule(repeat.attribute(u"jr:count"_s), repeat.line, u"jr:count"_s);
    readBody(repeat, path);
}

void XFormForm::readControlAttributes(Node& node, const XFormElement& control)
{
    FormItem& item = *node.item;
    item.appearance += control.attribute(u"appearance"_s).simplified().split(u' ', Qt::SkipEmptyParts);
    if (control.has(u"ht:code"_s))
        item.code = control.attribute(u"ht:code"_s);
    for (const QString& name : {u"rows"_s, u"start"_s, u"end"_s, u"step"_s}) {
        if (control.has(name))
            item.parameters.insert(name, control.attribute(name));
    }
    keepAttributes(item, control, u"body::"_s, isKnownControlAttribute);
}

void XFormForm::readControl(const XFormElement& control, const QString& context)
{
    static const QSet<QString> ours = {u"input"_s,    u"secret"_s, u"select"_s, u"select1"_s, u"rank"_s,
                                       u"odk:rank"_s, u"upload"_s, u"range"_s,  u"trigger"_s};
    const QString path = referenceOf(control, context);
    Node* node = nodeAt(path);
    if (!node && path.isEmpty()) {
        say(control.line, {}, u"W11"_s, u"This %1 was ignored: it belongs to no node."_s.arg(control.name));
        return;
    }
    if (!node) {
        say(control.line, u"ref"_s, u"X04"_s, u"There is no question at %1."_s.arg(path));
        return;
    }
    if (node->order >= 0) {
        say(control.line, u"ref"_s, u"W11"_s, u"The second control of %1 was ignored."_s.arg(path));
        return;
    }
    if (!ours.contains(control.name))
        say(control.line, {}, u"W11"_s, u"A %1 cannot be answered on this computer."_s.arg(control.name));
    FormItem& item = *node->item;
    node->order = m_order++;
    node->signs.control = control.name;
    node->signs.mediatype = control.attribute(u"mediatype"_s);
    readLabels(item, control);
    readControlAttributes(*node, control);
    if (control.name == u"secret"_s)
        item.appearance.append(u"masked"_s);
    if (control.name.startsWith(u"select"_s) || control.name.endsWith(u"rank"_s))
        readList(*node, control);
    for (const XFormElement& child : control.children)
        readAction(child, path, path);
}

void XFormForm::readLabels(FormItem& item, const XFormElement& element)
{
    if (const XFormElement* label = element.child(u"label"_s)) {
        const XFormForms forms = m_texts.of(*label);
        item.label = XFormTexts::main(forms);
        item.media = XFormTexts::media(forms);
    }
    if (const XFormElement* hint = element.child(u"hint"_s)) {
        const XFormForms forms = m_texts.of(*hint);
        item.hint = XFormTexts::main(forms);
        item.guidance = forms.value(u"guidance"_s);
    }
}

void XFormForm::readList(Node& node, const XFormElement& select)
{
    FormItem& item = *node.item;
    const XFormElement* itemset = select.child(u"itemset"_s);
    if (!itemset) {
        item.list = m_lists.useItems(item.name, select);
        return;
    }
    const XFormElement* value = itemset->child(u"value"_s);
    const QString column = value ? value->attribute(u"ref"_s).trimmed() : QString();
    XFormItemset set = readItemset(itemset->attribute(u"nodeset"_s));
    if (set.randomized)
        item.parameters.insert(u"randomize"_s, u"true"_s);
    if (!set.seed.isEmpty())
        item.parameters.insert(u"seed"_s, rule(set.seed, itemset->line, u"nodeset"_s).resolved);
    if (set.instance.isEmpty()) {
        item.listFromRepeat = true;
        item.list = m_paths.absolute(set.path + u'/' + column, item.path);
        // The writer leaves out instances without an answer, as XLSForm means it; that part says nothing new.
        const QString answered = u"./%1 != ''"_s.arg(column);
        if (set.filter == answered)
            set.filter.clear();
        else if (set.filter.startsWith(answered + u" and ("_s) && set.filter.endsWith(u')'))
            set.filter = set.filter.mid(answered.size() + 6).chopped(1);
    } else if (!m_lists.has(set.instance)) {
        say(itemset->line, u"nodeset"_s, u"X05"_s, u"There is no list or table '%1'."_s.arg(set.instance));
        return;
    } else {
        item.list = m_lists.use(set.instance, column, itemset->child(u"label"_s));
        node.signs.fromFile = item.listFromFile = m_lists.isFile(set.instance);
        const FormList& list = m_lists.lists[item.list];
        if (item.listFromFile && list.valueColumn != u"name"_s)
            item.parameters.insert(u"value"_s, list.valueColumn);
        if (item.listFromFile && list.labelColumn != u"label"_s)
            item.parameters.insert(u"label"_s, list.labelColumn);
    }
    item.choiceFilter = rule(set.filter, itemset->line, u"nodeset"_s);
}

}  // namespace prohori
