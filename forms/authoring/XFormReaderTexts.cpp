// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderTexts.h"

#include "forms/authoring/SheetColumns.h"
#include "forms/authoring/XFormTypes.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The id in `jr:itext('id')`, or nothing.
std::optional<QString> itextId(const QString& text)
{
    static const QRegularExpression call(u"^\\s*jr:itext\\(\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*\\)\\s*$"_s);
    const auto match = call.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(1) + match.captured(2);
}

}  // namespace

void XFormTexts::read(const XFormElement& itext)
{
    bool said = false;
    for (const XFormElement& translation : itext.children) {
        if (translation.name != u"translation"_s)
            continue;
        const QString language = languageCode(translation.attribute(u"lang"_s));
        if (!m_languages.contains(language))
            m_languages.append(language);
        const QString standard = translation.attribute(u"default"_s).trimmed();
        if (!said && translation.has(u"default"_s) && standard != u"false()"_s && standard != u"false"_s) {
            m_default = language;
            said = true;
        }
        for (const XFormElement& text : translation.children) {
            XFormForms& forms = m_texts[text.attribute(u"id"_s)];
            for (const XFormElement& value : text.children) {
                QString form = value.attribute(u"form"_s);
                if (value.name == u"value"_s && !value.has(u"ht:filled"_s))
                    forms[form].set(language, value.text.trimmed());
            }
        }
    }
    if (!said && !m_languages.isEmpty())
        m_default = m_languages.first();
}

XFormForms XFormTexts::plain(const QString& text) const
{
    XFormForms forms;
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return forms;
    forms[QString()].set(m_default, trimmed);
    return forms;
}

XFormForms XFormTexts::of(const XFormElement& element) const
{
    const QString reference = element.attribute(u"ref"_s).trimmed();
    if (reference.isEmpty())
        return plain(element.text);
    if (const std::optional<QString> id = itextId(reference))
        return m_texts.value(*id);
    return plain(kOutputBegin + reference + kOutputEnd);
}

XFormForms XFormTexts::of(const QString& attribute) const
{
    const std::optional<QString> id = itextId(attribute);
    return id ? m_texts.value(*id) : plain(attribute);
}

Texts XFormTexts::main(const XFormForms& forms)
{
    for (const QString& form : {u""_s, u"long"_s, u"short"_s}) {
        if (const auto found = forms.constFind(form); found != forms.cend())
            return *found;
    }
    return {};
}

QMap<QString, Texts> XFormTexts::media(const XFormForms& forms)
{
    static const QStringList kinds = {u"image"_s, u"big-image"_s, u"audio"_s, u"video"_s};
    static const QRegularExpression place(u"^jr://[a-z-]+/"_s);
    QMap<QString, Texts> media;
    for (auto form = forms.cbegin(); form != forms.cend(); ++form) {
        if (!kinds.contains(form.key()))
            continue;
        const QMap<QString, QString>& all = form->all();
        for (auto text = all.cbegin(); text != all.cend(); ++text)
            media[form.key()].set(text.key(), QString(text.value()).remove(place));
    }
    return media;
}

}  // namespace prohori
