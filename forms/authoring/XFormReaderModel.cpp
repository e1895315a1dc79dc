// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderForm.h"

#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

bool isKnownBindAttribute(const QString& name)
{
    static const QSet<QString> known = {u"nodeset"_s,
                                        u"id"_s,
                                        u"type"_s,
                                        u"relevant"_s,
                                        u"required"_s,
                                        u"readonly"_s,
                                        u"constraint"_s,
                                        u"calculate"_s,
                                        u"jr:constraintMsg"_s,
                                        u"jr:requiredMsg"_s,
                                        u"ht:check"_s,
                                        u"ht:checkMsg"_s,
                                        u"entities:saveto"_s,
                                        u"ht:as"_s,
                                        u"ht:trigger"_s,
                                        u"ht:parameters"_s,
                                        u"orx:max-pixels"_s};
    return known.contains(name);
}

void XFormForm::keepAttributes(FormItem& item, const XFormElement& element, const QString& prefix,
                               bool (*known)(const QString&))
{
    for (const XFormAttribute& attribute : element.attributes) {
        if (!known(attribute.name))
            item.extra.insert(prefix + attribute.name, attribute.value);
    }
}

void XFormForm::readBind(const XFormElement& bind)
{
    const QString path = m_paths.absolute(bind.attribute(u"nodeset"_s), u"/data"_s);
    if (!bind.attribute(u"id"_s).isEmpty())
        m_bindIds.insert(bind.attribute(u"id"_s), path);
    const QStringList steps = path.split(u'/');
    if (steps.size() == 4 && steps.at(2).section(u':', -1) == u"meta"_s) {
        readMetaBind(steps.at(3).section(u':', -1), bind);
        return;
    }
    Node* node = nodeAt(path);
    if (!node) {
        say(bind.line, u"nodeset"_s, u"W11"_s,
            u"The bind of %1 was ignored: there is no such node."_s.arg(path));
        return;
    }
    FormItem& item = *node->item;
    node->line = bind.line;
    node->as = bind.attribute(u"ht:as"_s);
    node->signs.bindType = bind.attribute(u"type"_s).trimmed();
    if (!node->signs.bindType.startsWith(u"odk:"_s))
        node->signs.bindType = node->signs.bindType.section(u':', -1);
    node->signs.preload = bind.attribute(u"jr:preload"_s);
    node->signs.params = bind.attribute(u"jr:preloadParams"_s);
    readBindRules(item, bind);
    readBindTexts(item, bind);
    item.saveTo = bind.attribute(u"entities:saveto"_s);
    item.trigger = bind.attribute(u"ht:trigger"_s).split(u' ', Qt::SkipEmptyParts);
    for (const QString& pair : bind.attribute(u"ht:parameters"_s).split(u' ', Qt::SkipEmptyParts))
        item.parameters.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    if (bind.has(u"orx:max-pixels"_s))
        item.parameters.insert(u"max-pixels"_s, bind.attribute(u"orx:max-pixels"_s));
    keepAttributes(item, bind, u"bind::"_s, isKnownBindAttribute);
}

void XFormForm::readMetaBind(const QString& name, const XFormElement& bind)
{
    if (name == u"instanceName"_s)
        m_package->instanceName = rule(bind.attribute(u"calculate"_s), bind.line, u"calculate"_s);
    if (name != u"audit"_s || m_meta.empty())
        return;
    keepAttributes(m_meta.front(), bind, u"bind::"_s, isKnownBindAttribute);
    for (const QString& pair : bind.attribute(u"ht:parameters"_s).split(u' ', Qt::SkipEmptyParts))
        m_meta.front().parameters.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
}

void XFormForm::readBindRules(FormItem& item, const XFormElement& bind)
{
    const auto read = [&](const QString& name) { return rule(bind.attribute(name), bind.line, name); };
    const auto flag = [&](const QString& name) {
        const QString text = bind.attribute(name).trimmed();
        return text == u"false()"_s || text == u"false"_s ? FormRule() : read(name);
    };
    item.relevant = read(u"relevant"_s);
    item.required = flag(u"required"_s);
    item.readonly = flag(u"readonly"_s);
    item.constraint = read(u"constraint"_s);
    item.calculate = read(u"calculate"_s);
    item.check = read(u"ht:check"_s);
}

void XFormForm::readBindTexts(FormItem& item, const XFormElement& bind)
{
    item.constraintMessage = XFormTexts::main(m_texts.of(bind.attribute(u"jr:constraintMsg"_s)));
    item.requiredMessage = XFormTexts::main(m_texts.of(bind.attribute(u"jr:requiredMsg"_s)));
    item.checkMessage = XFormTexts::main(m_texts.of(bind.attribute(u"ht:checkMsg"_s)));
}

/// `control` is the path of the question that the action stands in, or empty.
void XFormForm::readAction(const XFormElement& action, const QString& context, const QString& control)
{
    const bool sets = action.name == u"setvalue"_s;
    if (!sets && action.name != u"odk:setgeopoint"_s && action.name != u"odk:recordaudio"_s)
        return;
    Node* node = nodeAt(referenceOf(action, context));
    if (!node) {
        say(action.line, u"ref"_s, u"W11"_s,
            u"This %1 was ignored: there is no such node."_s.arg(action.name));
        return;
    }
    FormItem& item = *node->item;
    if (!sets) {
        node->as = action.name == u"odk:recordaudio"_s ? u"background-audio"_s : u"start-geopoint"_s;
        return;
    }
    const QString event = action.attribute(action.has(u"event"_s) ? u"event"_s : u"ev:event"_s);
    const QStringList events = event.split(u' ', Qt::SkipEmptyParts);
    const bool changed = events.contains(u"xforms-value-changed"_s);
    const QString literal =
        action.text.contains(u'\'') ? u'"' + action.text + u'"' : u'\'' + action.text + u'\'';
    const bool computed = action.has(u"value"_s);
    const QString value = computed ? action.attribute(u"value"_s) : literal;
    if (changed && !control.isEmpty() && (item.calculate.isEmpty() || !item.trigger.isEmpty())) {
        item.calculate = rule(value, action.line, u"value"_s);
        if (!item.trigger.contains(control))
            item.trigger.append(control);
    } else if (changed) {
        say(action.line, u"event"_s, u"W11"_s,
            u"This setvalue was ignored: the question is calculated already."_s);
    }
    if (events.size() == 1 && changed)
        return;
    if (computed) {
        item.defaultExpression = rule(value, action.line, u"value"_s);
        item.defaultValue = item.defaultExpression.written;
    } else {
        item.defaultValue = action.text.trimmed();
    }
}

}  // namespace prohori
