// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderForm.h"
#include "forms/authoring/XFormWriterForm.h"

#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const FormRule& rule)
{
    return rule.resolved.isEmpty() ? rule.written : rule.resolved;
}

bool isWhole(const QString& number)
{
    bool whole = false;
    number.toLongLong(&whole);
    return whole;
}

QString bindTypeOf(const FormItem& item)
{
    if (item.type == u"range"_s) {
        const QMap<QString, QString>& all = item.parameters;
        const bool whole =
            isWhole(all.value(u"start"_s)) && isWhole(all.value(u"end"_s)) && isWhole(all.value(u"step"_s));
        return whole ? u"int"_s : u"decimal"_s;
    }
    return QLatin1String(xformTypeOf(item.type).bindType);
}

/// Parameters that neither a control, an itemset nor the bind has a place for.
QString furtherParameters(const FormItem& item)
{
    QSet<QString> placed;
    if (item.type == u"range"_s)
        placed = {u"start"_s, u"end"_s, u"step"_s};
    else if (item.type == u"text"_s)
        placed = {u"rows"_s};
    else if (item.type.startsWith(u"select_"_s) || item.type == u"rank"_s)
        placed = {u"randomize"_s, u"seed"_s, u"value"_s, u"label"_s};
    placed.insert(u"max-pixels"_s);
    QStringList pairs;
    for (auto each = item.parameters.cbegin(); each != item.parameters.cend(); ++each) {
        if (!placed.contains(each.key()))
            pairs.append(each.key() + u'=' + each.value());
    }
    return pairs.join(u' ');
}

}  // namespace

void XFormWriter::writeBinds(const FormItem& item)
{
    if (!isTable(item) && item.type != u"audit"_s)
        writeBind(item);
    for (const FormItem& child : item.children)
        writeBinds(child);
}

void XFormWriter::writeBind(const FormItem& item)
{
    XFormSigns signs;
    const XFormType& usual = xformTypeOf(item.type);
    start(u"bind"_s);
    attribute(u"nodeset"_s, item.path);
    attribute(u"relevant"_s, textOf(item.relevant));
    if (!item.isContainer()) {
        signs.bindType = bindTypeOf(item);
        signs.control = hasControl(item) ? QLatin1String(usual.control) : QLatin1String("");
        signs.mediatype = QLatin1String(usual.mediatype);
        signs.preload = QLatin1String(usual.preload);
        signs.params = QLatin1String(usual.params);
        signs.fromFile = item.listFromFile;
        signs.hasValue = !item.calculate.isEmpty() || !item.defaultValue.isEmpty();
        const bool note = item.kind == ItemKind::Note && item.readonly.isEmpty();
        const QString readonly = note ? u"true()"_s : textOf(item.readonly);
        signs.isReadonly = readonly == u"true()"_s;
        attribute(u"type"_s, signs.bindType);
        attribute(u"required"_s, textOf(item.required));
        attribute(u"readonly"_s, readonly);
        QString type = xformTypeBySigns(signs);
        if (type == u"text"_s && item.ht("type") == u"partial_date"_s)
            type = u"partial_date"_s;
        if (type != item.type)
            attribute(u"ht:as"_s, item.type);
    } else {
        attribute(u"readonly"_s, textOf(item.readonly));
    }
    attribute(u"constraint"_s, textOf(item.constraint));
    if (!triggersInBody(item)) {
        attribute(u"calculate"_s, textOf(item.calculate));
        attribute(u"ht:trigger"_s, item.trigger.join(u' '));
    }
    const auto message = [&](const QString& name) {
        const QString id = item.path + u':' + name;
        if (m_textPlaces.contains(id))
            attribute(name, u"jr:itext(%1)"_s.arg(xpathLiteral(id)));
    };
    message(u"jr:constraintMsg"_s);
    message(u"jr:requiredMsg"_s);
    attribute(u"jr:preload"_s, signs.preload);
    attribute(u"jr:preloadParams"_s, signs.params);
    attribute(u"entities:saveto"_s, item.saveTo);
    attribute(u"orx:max-pixels"_s, item.parameters.value(u"max-pixels"_s));
    attribute(u"ht:check"_s, textOf(item.check));
    message(u"ht:checkMsg"_s);
    attribute(u"ht:parameters"_s, furtherParameters(item));
    extras(item, u"bind::"_s, isKnownBindAttribute);
    end();
}

void XFormWriter::writeMetaBinds()
{
    start(u"bind"_s);
    attribute(u"nodeset"_s, u"/data/meta/instanceID"_s);
    attribute(u"type"_s, u"string"_s);
    attribute(u"readonly"_s, u"true()"_s);
    attribute(u"jr:preload"_s, u"uid"_s);
    end();
    if (!m_package.instanceName.isEmpty()) {
        start(u"bind"_s);
        attribute(u"nodeset"_s, u"/data/meta/instanceName"_s);
        attribute(u"type"_s, u"string"_s);
        attribute(u"calculate"_s, textOf(m_package.instanceName));
        end();
    }
    for (const FormItem& child : m_package.data.children) {
        if (child.type != u"audit"_s)
            continue;
        start(u"bind"_s);
        attribute(u"nodeset"_s, u"/data/meta/audit"_s);
        attribute(u"type"_s, u"binary"_s);
        attribute(u"ht:parameters"_s, furtherParameters(child));
        extras(child, u"bind::"_s, isKnownBindAttribute);
        end();
    }
}

/// Defaults that are expressions, outside of repeats, and what a device records by itself.
void XFormWriter::writeModelActions(const FormItem& item, bool inRepeat)
{
    const QString first = u"odk-instance-first-load"_s;
    if (!inRepeat && !item.defaultExpression.isEmpty())
        writeDefault(item, first);
    if (item.type == u"start-geopoint"_s || item.type == u"background-audio"_s) {
        start(item.type == u"start-geopoint"_s ? u"odk:setgeopoint"_s : u"odk:recordaudio"_s);
        attribute(u"event"_s, first);
        attribute(u"ref"_s, item.path);
        end();
    }
    for (const FormItem& child : item.children)
        writeModelActions(child, inRepeat || child.kind == ItemKind::Repeat);
}

void XFormWriter::writeDefault(const FormItem& item, const QString& events)
{
    start(u"setvalue"_s);
    attribute(u"event"_s, events);
    attribute(u"ref"_s, item.path);
    attribute(u"value"_s, textOf(item.defaultExpression));
    end();
}

}  // namespace prohori
