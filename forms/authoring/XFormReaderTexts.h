// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/XFormReaderDocument.h"

#include <QHash>

namespace prohori {

/// The texts of one id of the itext, by form: empty for the plain one, `short`, `guidance`, `image` …
using XFormForms = QMap<QString, Texts>;

/** The itext of a form, and labels and hints as texts by language. Values of `output` stay between their marks.

    A text that is no reference stands under the default language.
*/
class XFormTexts {
public:
    void read(const XFormElement& itext);
    const QStringList& languages() const { return m_languages; }
    /// Of the translation that says so, else the first; `default` where there is none.
    QString defaultLanguage() const { return m_default; }

    /// Of an element with `ref="jr:itext('id')"`, with a path in `ref`, or with its text.
    XFormForms of(const XFormElement& element) const;
    /// Of an attribute: `jr:itext('id')`, or the text itself.
    XFormForms of(const QString& attribute) const;
    XFormForms byId(const QString& id) const { return m_texts.value(id); }
    XFormForms plain(const QString& text) const;

    /// The plain form, or the one that stands for it.
    static Texts main(const XFormForms& forms);
    /// image, audio, video: file names without `jr://images/`.
    static QMap<QString, Texts> media(const XFormForms& forms);

private:
    QHash<QString, XFormForms> m_texts;
    QStringList m_languages;
    QString m_default = QStringLiteral("default");
};

}  // namespace prohori
