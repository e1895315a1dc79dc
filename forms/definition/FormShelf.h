// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"
#include "forms/definition/UpgradeRules.h"

#include <QHash>
#include <QMap>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace prohori {

/// Less than 0, 0, more than 0: as text, after padding every run of digits with zeros to the same length.
int compareVersions(const QString& left, const QString& right);

/** All versions of one form that are installed: a record keeps the version it was begun with (forms.md 12.4).

    A form is read when it is asked for, once; reading one takes about 20 ms in a release build. A form that cannot be read stops the
    program: it is part of it. Any thread.
*/
class FormShelf {
public:
    /// `read` gives the form of a version, `rules` the upgrade.json beside it, empty where there is none, `hash` that of its package without
    /// reading it.
    struct Source {
        QStringList versions;
        std::function<FormPtr(const QString& version)> read;
        std::function<QByteArray(const QString& version)> rules;
        std::function<QString(const QString& version)> hash;
    };
    explicit FormShelf(Source source);
    /// Forms at hand, at least one, in any order; upgrade.json by version.
    explicit FormShelf(const QList<FormPtr>& forms, const QHash<QString, QByteArray>& rules = {});

    /// Oldest first.
    const QStringList& versions() const { return m_source.versions; }
    QString newestVersion() const { return m_source.versions.last(); }
    bool has(const QString& version) const { return m_source.versions.contains(version); }
    FormPtr newest() const { return read(newestVersion()); }
    /// FormPackage::hash of the newest: what is worked out by its rules holds as long as this stays. Reads no form.
    QString newestHash() const { return m_source.hash(newestVersion()); }
    /// nullptr when it is not installed.
    FormPtr find(const QString& version) const;

    /// The version that stands in for `version`: itself where it is installed; else the oldest that is not older; for a newer one than
    /// any here the newest.
    QString versionFor(const QString& version) const;
    FormPtr formFor(const QString& version) const { return read(versionFor(version)); }

    /// The newest installed form that has this field; nullptr when none has.
    FormPtr whoKnows(quint32 field) const;
    /** The form of `version` with further choices that records hold: by name of the list. Each stands in it as retired, so that it has a
        label and is offered to nobody: with the label of the newest version that knows it, or one that says it is of another version.
        A list that the form does not have is passed over. Costs as much as reading a form.
    */
    FormPtr withChoices(const QString& version, const QMap<QString, QStringList>& codes) const;

    /// upgrade.json of a version; nothing where there is none. Invalid when it breaks its format or begins at a version that is not older.
    Result<std::optional<UpgradeRules>> rules(const QString& version) const;

private:
    FormPtr read(const QString& version) const;

    Source m_source;
    mutable std::mutex m_guard;
    mutable QHash<QString, FormPtr> m_forms;
};

using FormShelfPtr = std::shared_ptr<const FormShelf>;

/// The versions of the official TIP/SOM form that the program carries: folders of `:/forms/tip-case`.
FormShelfPtr officialForms();

}  // namespace prohori
