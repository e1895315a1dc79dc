// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormTypes.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The first entry that fits is taken, in both directions.
constexpr XFormType kXFormTypes[] = {
    {"text", "input", "string", "", "", ""},
    {"text", "secret", "string", "", "", ""},
    {"integer", "input", "int", "", "", ""},
    {"integer", "input", "integer", "", "", ""},
    {"integer", "input", "long", "", "", ""},
    {"decimal", "input", "decimal", "", "", ""},
    {"decimal", "input", "double", "", "", ""},
    {"decimal", "input", "float", "", "", ""},
    {"date", "input", "date", "", "", ""},
    {"time", "input", "time", "", "", ""},
    {"dateTime", "input", "dateTime", "", "", ""},
    {"geopoint", "input", "geopoint", "", "", ""},
    {"geotrace", "input", "geotrace", "", "", ""},
    {"geoshape", "input", "geoshape", "", "", ""},
    {"barcode", "input", "barcode", "", "", ""},
    {"range", "range", "", "", "", ""},
    {"acknowledge", "trigger", "string", "", "", ""},
    {"rank", "odk:rank", "odk:rank", "", "", ""},
    {"rank", "rank", "odk:rank", "", "", ""},
    {"select_one", "select1", "string", "", "", ""},
    {"select_multiple", "select", "string", "", "", ""},
    {"select_one_from_file", "select1", "string", "", "", ""},
    {"select_multiple_from_file", "select", "string", "", "", ""},
    {"image", "upload", "binary", "image/*", "", ""},
    {"audio", "upload", "binary", "audio/*", "", ""},
    {"video", "upload", "binary", "video/*", "", ""},
    {"osm", "upload", "binary", "osm/*", "", ""},
    {"file", "upload", "binary", "application/*", "", ""},
    {"start", "", "dateTime", "", "timestamp", "start"},
    {"end", "", "dateTime", "", "timestamp", "end"},
    {"today", "", "date", "", "date", "today"},
    {"deviceid", "", "string", "", "property", "deviceid"},
    {"username", "", "string", "", "property", "username"},
    {"phonenumber", "", "string", "", "property", "phonenumber"},
    {"email", "", "string", "", "property", "email"},
    {"simserial", "", "string", "", "property", "simserial"},
    {"subscriberid", "", "string", "", "property", "subscriberid"},
    {"audit", "", "binary", "", "", ""},
    {"note", "input", "string", "", "", ""},
    {"partial_date", "input", "string", "", "", ""},
    {"select_one_external", "input", "string", "", "", ""},
    {"calculate", "", "string", "", "", ""},
    {"hidden", "", "string", "", "", ""},
    {"start-geopoint", "", "geopoint", "", "", ""},
    {"background-audio", "", "binary", "", "", ""},
    {"background-geopoint", "", "geopoint", "", "", ""},
};

bool same(const char* word, const QString& text)
{
    return text == QLatin1String(word);
}

QString uploadType(const QString& mediatype)
{
    for (const XFormType& entry : kXFormTypes) {
        if (*entry.mediatype && mediatype.section(u'/', 0, 0) == QLatin1String(entry.mediatype).chopped(2))
            return QLatin1String(entry.type);
    }
    return u"file"_s;
}

QString inputType(const XFormSigns& signs)
{
    if (signs.bindType.isEmpty() || signs.bindType == u"string"_s)
        return signs.isReadonly && !signs.hasValue ? u"note"_s : u"text"_s;
    for (const XFormType& entry : kXFormTypes) {
        if (same(entry.control, signs.control) && same(entry.bindType, signs.bindType))
            return QLatin1String(entry.type);
    }
    return signs.bindType;
}

}  // namespace

const XFormType& xformTypeOf(const QString& type)
{
    for (const XFormType& entry : kXFormTypes) {
        if (same(entry.type, type))
            return entry;
    }
    return kXFormTypes[0];
}

QString xformTypeBySigns(const XFormSigns& signs)
{
    if (signs.control.isEmpty()) {
        for (const XFormType& entry : kXFormTypes) {
            if (*entry.preload && same(entry.preload, signs.preload) && same(entry.params, signs.params))
                return QLatin1String(entry.type);
        }
        if (signs.hasValue && signs.bindType == u"int"_s)
            return u"integer"_s;
        if (signs.hasValue && signs.bindType == u"decimal"_s)
            return u"decimal"_s;
        return signs.hasValue ? u"calculate"_s : u"hidden"_s;
    }
    if (signs.control == u"upload"_s)
        return uploadType(signs.mediatype);
    if (signs.control == u"input"_s)
        return inputType(signs);
    if (signs.fromFile && signs.control == u"select1"_s)
        return u"select_one_from_file"_s;
    if (signs.fromFile && signs.control == u"select"_s)
        return u"select_multiple_from_file"_s;
    for (const XFormType& entry : kXFormTypes) {
        if (same(entry.control, signs.control))
            return QLatin1String(entry.type);
    }
    return signs.control;
}

const QList<XFormNamespace>& xformNamespaces()
{
    static const QList<XFormNamespace> all = {
        {"h", "http://www.w3.org/1999/xhtml"},
        {"jr", "http://openrosa.org/javarosa"},
        {"orx", "http://openrosa.org/xforms"},
        {"odk", "http://www.opendatakit.org/xforms"},
        {"entities", "http://www.opendatakit.org/xforms/entities"},
        {"ev", "http://www.w3.org/2001/xml-events"},
        {"xsd", "http://www.w3.org/2001/XMLSchema"},
        {"ht", "urn:ht-forms:1"},
    };
    return all;
}

QString xmlText(const QString& text)
{
    QString kept;
    kept.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        if (c.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate()) {
            kept += c;
            kept += text.at(++at);
        } else if (!c.isSurrogate() && !c.isNonCharacter()
                   && (c.unicode() >= 0x20 || c == u'\n' || c == u'\t')) {
            kept += c;
        }
    }
    return kept;
}

bool isXmlName(const QString& name)
{
    static const QRegularExpression allowed(
        u"^[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*(:[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*)?$"_s);
    return allowed.match(name).hasMatch();
}

}  // namespace prohori
