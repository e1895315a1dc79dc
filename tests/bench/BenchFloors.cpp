// SPDX-License-Identifier: GPL-3.0-or-later
#include "BenchFloors.h"

#include "core/cases/ChangeDictionary.h"
#include "core/secrets/Crypto.h"
#include "core/sql/Connection.h"

#include <QElapsedTimer>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <zstd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

double perSecond(qsizetype count, const QElapsedTimer& timer)
{
    return static_cast<double>(count) * 1e9 / static_cast<double>(std::max<qint64>(1, timer.nsecsElapsed()));
}

template <typename T>
void must(const Result<T>& result)
{
    if (!result)
        throw std::runtime_error("a floor cannot be measured: " + result.error().detail.toStdString());
}

double packed(const QList<QByteArray>& bodies)
{
    constexpr qsizetype kRun = 128 * 1024;
    constexpr int kLevel = 3;
    qsizetype bytes = 0;
    QByteArray run;
    const auto flush = [&] {
        const auto size = static_cast<size_t>(run.size());
        QByteArray out(static_cast<qsizetype>(ZSTD_compressBound(size)), Qt::Uninitialized);
        bytes += static_cast<qsizetype>(
            ZSTD_compress(out.data(), static_cast<size_t>(out.size()), run.constData(), size, kLevel));
        run.clear();
    };
    for (const QByteArray& body : bodies) {
        run += body;
        if (run.size() > kRun)
            flush();
    }
    if (!run.isEmpty())
        flush();
    return static_cast<double>(bytes) / static_cast<double>(std::max<qsizetype>(1, bodies.size()));
}

double packedApart(const QList<QByteArray>& bodies)
{
    constexpr int kLevel = 6;
    const QByteArray dictionary = changeDictionary(changeDictionaries().first());
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    qsizetype bytes = 0;
    for (const QByteArray& body : bodies) {
        const auto size = static_cast<size_t>(body.size());
        QByteArray out(static_cast<qsizetype>(ZSTD_compressBound(size)), Qt::Uninitialized);
        bytes += static_cast<qsizetype>(
            ZSTD_compress_usingDict(context.get(), out.data(), static_cast<size_t>(out.size()),
                                    body.constData(), size, dictionary.constData(),
                                    static_cast<size_t>(dictionary.size()), kLevel));
    }
    return static_cast<double>(bytes) / static_cast<double>(std::max<qsizetype>(1, bodies.size()));
}

void measureRows(Connection& file, const QList<QByteArray>& bodies, int rows, Floors& floors)
{
    must(file.run(u"CREATE TABLE floor (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"));
    const auto insert = [&](const QByteArray& body) {
        return file.run(u"INSERT INTO floor (body) VALUES (?)", {body});
    };
    QElapsedTimer timer;
    timer.start();
    must(file.inTransaction([&]() -> Result<> {
        for (int i = 0; i < rows; ++i) {
            if (auto put = insert(bodies[i % bodies.size()]); !put)
                return put;
        }
        return {};
    }));
    floors.insertsPerSecond = perSecond(rows, timer);

    constexpr int kCommits = 300;
    timer.restart();
    for (int i = 0; i < kCommits; ++i)
        must(insert(bodies[i % bodies.size()]));
    floors.commitsPerSecond = perSecond(kCommits, timer);
}

double medianMs(Connection& file, QStringView sql)
{
    QList<double> times;
    constexpr int kRounds = 50;
    for (int i = 0; i < kRounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        qsizetype bytes = 0;
        must(file.each(sql, {}, [&](const Row& row) -> Result<> {
            bytes += row.bytes(0).size();
            return {};
        }));
        times.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return percentiles(times).median;
}

void measureLists(Connection& file, int rows, Floors& floors)
{
    floors.pageMs = medianMs(file, u"SELECT body FROM floor ORDER BY id DESC LIMIT 100");
    must(file.run(u"CREATE VIRTUAL TABLE words USING fts5(content)"));
    must(file.inTransaction([&]() -> Result<> {
        for (int i = 0; i < rows; ++i) {
            if (auto put = file.run(u"INSERT INTO words (content) VALUES (?)",
                                    {u"41-2026-01-%1 sadar model thana tip draft"_s.arg(i)});
                !put)
                return put;
        }
        return {};
    }));
    floors.searchMs =
        medianMs(file, u"SELECT content FROM words WHERE words MATCH 'sadar' ORDER BY rowid DESC LIMIT 100");
}

double verifiesPerSecond(const QList<QByteArray>& bodies)
{
    const SigningKey signer = SigningKey::make();
    QList<QByteArray> signatures;
    for (const QByteArray& body : bodies)
        signatures.append(signer.sign(Context::Change, body));
    QElapsedTimer timer;
    timer.start();
    for (qsizetype i = 0; i < bodies.size(); ++i) {
        if (!verifySignature(Context::Change, signer.publicKey(), bodies[i], signatures[i]))
            throw std::runtime_error("a signature does not verify");
    }
    return perSecond(bodies.size(), timer);
}

}  // namespace

Floors measureFloors(const QString& folder, const QList<QByteArray>& bodies, const QList<QByteArray>& open,
                     int rows)
{
    Floors floors;
    const SecretBytes key = SecretBytes::random(kKeyBytes);
    Connection::Options options;
    options.create = true;
    auto file = Connection::open(
        folder + u"/floor.db"_s, [&] { return key.view(); }, options);
    must(file);
    measureRows(*file, bodies, rows, floors);
    measureLists(*file, rows, floors);
    floors.verifiesPerSecond = verifiesPerSecond(bodies);
    floors.packedBytes = packed(bodies);
    floors.packedOpenBytes = packed(open);
    floors.storedBytes = packedApart(bodies);
    return floors;
}

Percentiles percentiles(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return {values[values.size() / 2], values[values.size() * 95 / 100]};
}

}  // namespace prohori
