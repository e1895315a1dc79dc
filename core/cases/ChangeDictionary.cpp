// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <map>

/// Outside of the namespace, as the macro asks: without it the linker leaves them out of a static library.
static void embedDictionaries()
{
    Q_INIT_RESOURCE(dictionaries);
}

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kIdAt = 4;
constexpr qsizetype kIdEnd = 8;
/// zstd keeps ids below and above for its own registry.
constexpr quint32 kFirstId = 32'768;
constexpr quint32 kEndOfIds = quint32(1) << 31;

/// BLAKE2b-256 of each dictionary for sealed values, from number 1 on.
constexpr std::array<QByteArrayView, 1> kSealedHashes{
    "b7f5925f62575f3c55c12b5a99a965d5a4d9cbc1dab560f9517e5a1856ae1a27"};

struct Shelf {
    QList<quint32> ids;
    QList<QByteArray> dictionaries;
};

const Shelf& shelf()
{
    static const Shelf kShelf = [] {
        embedDictionaries();
        Shelf found;
        const QDir folder(u":/dictionaries/tip-case"_s);
        for (const QString& name : folder.entryList(QDir::Files, QDir::Name | QDir::Reversed)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("an embedded dictionary is missing");
            found.dictionaries.append(file.readAll());
            found.ids.append(dictionaryId(found.dictionaries.last()));
            if (found.dictionaries.last() != withDictionaryId(found.dictionaries.last()))
                qFatal("an embedded dictionary was altered");
        }
        return found;
    }();
    return kShelf;
}

}  // namespace

const QList<quint32>& changeDictionaries()
{
    return shelf().ids;
}

QByteArray changeDictionary(quint32 id)
{
    return shelf().dictionaries.value(shelf().ids.indexOf(id));
}

const ZstdDictionary* readyDictionary(quint32 id)
{
    static const std::map<quint32, ZstdDictionary> kReady = [] {
        std::map<quint32, ZstdDictionary> ready;
        for (qsizetype at = 0; at < shelf().ids.size(); ++at)
            ready.try_emplace(shelf().ids[at], shelf().dictionaries[at]);
        return ready;
    }();
    const auto found = kReady.find(id);
    return found == kReady.end() ? nullptr : &found->second;
}

quint32 commonDictionary(const QList<quint32>& known)
{
    const QList<quint32>& ours = changeDictionaries();
    const auto found =
        std::find_if(ours.begin(), ours.end(), [&known](quint32 id) { return known.contains(id); });
    return found == ours.end() ? 0 : *found;
}

QByteArray sealedDictionary(int number)
{
    embedDictionaries();
    QFile file(u":/dictionaries/sealed/%1"_s.arg(number));
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    // With another one, sealed values would read as other words.
    if (!bytes.isEmpty()
        && (number > int(kSealedHashes.size())
            || QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256).toHex()
                   != kSealedHashes[std::size_t(number) - 1]))
        qFatal("an embedded dictionary was altered");
    return bytes;
}

int latestSealedDictionary()
{
    static const int kLatest = [] {
        int number = 0;
        while (!sealedDictionary(number + 1).isEmpty())
            ++number;
        return number;
    }();
    return kLatest;
}

quint32 dictionaryId(const QByteArray& dictionary)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(QByteArrayView(dictionary).first(std::min(kIdAt, dictionary.size())));
    if (dictionary.size() > kIdEnd)
        hash.addData(QByteArrayView(dictionary).sliced(kIdEnd));
    const auto chance = qFromBigEndian<quint32>(hash.result().constData());
    return kFirstId + chance % (kEndOfIds - kFirstId);
}

QByteArray withDictionaryId(QByteArray dictionary)
{
    if (dictionary.size() >= kIdEnd)
        qToLittleEndian(dictionaryId(dictionary), dictionary.data() + kIdAt);
    return dictionary;
}

}  // namespace prohori
