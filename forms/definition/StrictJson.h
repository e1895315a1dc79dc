// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

namespace prohori {

/** One object of form.json, read strictly: every key is asked for, has its type and its bound, and none is
    left over.

    The first fault of a whole document is kept in `fault`, as a sentence with the place; after it every
    answer is empty. A text is at most 32 KiB, a list of words at most 4,096 entries. Absent and empty mean
    the same, as the writer leaves out what is empty.
*/
class StrictObject {
public:
    StrictObject(const QJsonObject& object, QString place, QString& fault)
        : m_object(object),
          m_place(std::move(place)),
          m_fault(fault)
    {}

    const QString& place() const { return m_place; }
    bool has(const QString& key) const { return m_object.contains(key); }
    bool isText(const QString& key) const { return m_object.value(key).isString(); }
    QString text(const QString& key);
    QString neededText(const QString& key);
    QStringList words(const QString& key);
    QMap<QString, QString> map(const QString& key);
    Texts texts(const QString& key);
    QMap<QString, Texts> media(const QString& key);
    /// An expression: both spellings there, and the resolved one parses.
    FormRule rule(const QString& key);
    bool flag(const QString& key);
    int number(const QString& key, int most);
    QByteArray digest(const QString& key);
    QJsonObject object(const QString& key);
    QJsonArray array(const QString& key);
    /// Call last: a key that nobody asked for is a fault.
    void finish();
    void fail(const QString& key, const QString& what);

private:
    QJsonValue take(const QString& key);

    const QJsonObject m_object;
    QString m_place;
    QString& m_fault;
    QSet<QString> m_asked;
};

}  // namespace prohori
