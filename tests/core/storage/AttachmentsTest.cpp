// SPDX-License-Identifier: GPL-3.0-or-later
#include "SchemaSteps.h"
#include "StoreDesk.h"

#include "core/storage/AttachmentFiles.h"

#include <QBuffer>
#include <QTest>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kPiece = AttachmentManifest::kPieceBytes;

QByteArray plainOf(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qint64 at = 0; at < size; ++at)
        bytes[at] = char(at * 31 + at / 251);
    return bytes;
}

AttachmentManifest added(AttachmentFiles& files, const QByteArray& plain, const SecretBytes& key)
{
    QByteArray bytes = plain;
    QBuffer device(&bytes);
    if (!device.open(QIODevice::ReadOnly))
        qFatal("no buffer");
    const auto made = files.add(device, key);
    if (!made)
        qFatal("not added: %s", qPrintable(made.error().detail));
    return *made;
}

Item attach(const AttachmentManifest& manifest, const RowId& row)
{
    return AttachItem{{16, row, 1606}, manifest.id.toBytes(), manifest.plainBytes,
                      u"image/png"_s,  manifest.pieceHashes,  {}};
}

}  // namespace

/// REL-29, SEC-79, SEC-86: the sealed files of papers, and what the store knows of them.
class AttachmentsTest : public QObject {
    Q_OBJECT

private slots:
    void sealsAndOpens_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<int>("pieces");
        QTest::newRow("one byte") << qint64(1) << 1;
        QTest::newRow("a full piece") << kPiece - 41 << 1;
        QTest::newRow("one byte more") << kPiece - 40 << 2;
        QTest::newRow("two full pieces") << 2 * kPiece - 58 << 2;
        QTest::newRow("the largest") << AttachmentManifest::kMostPlainBytes << 161;
    }
    void sealsAndOpens()
    {
        QFETCH(qint64, size);
        QFETCH(int, pieces);
        AttachmentFiles files(m_folder.path());
        PROHORI_GOOD(files.prepare());
        const SecretBytes key = SecretBytes::random(32);
        const QByteArray plain = plainOf(size);
        const AttachmentManifest manifest = added(files, plain, key);
        QCOMPARE(manifest.pieces(), pieces);
        QCOMPARE(manifest.plainBytes, size);
        QVERIFY(files.isWhole(manifest.id));
        QVERIFY(files.missingPieces(manifest).isEmpty());
        PROHORI_GOOD(files.check(manifest));
        const auto opened = files.open(manifest, key);
        QVERIFY(opened);
        QVERIFY(*opened == plain);
        QCOMPARE(files.open(manifest, SecretBytes::random(32)).error().code, ErrorCode::Refused);
        // On the disk stands nothing of what it says, and its name is its content.
        const QByteArray sealed = fileBytes(pathOf(manifest.id));
        QCOMPARE(sealed.size(), manifest.sealedBytes);
        if (size > 64)
            QVERIFY(!sealed.contains(plain.mid(10, 32)));
        QCOMPARE(AttachmentManifest::make(size, manifest.pieceHashes)->id, manifest.id);
        PROHORI_GOOD(files.remove(manifest.id));
        QVERIFY(!files.isWhole(manifest.id));
    }

    void refusesWhatIsOutsideOfTheBounds()
    {
        AttachmentFiles files(m_folder.path());
        PROHORI_GOOD(files.prepare());
        for (const auto& [size, hint] : {std::pair{qint64(0), u"empty"_s},
                                         std::pair{AttachmentManifest::kMostPlainBytes + 1, u"too-big"_s}}) {
            QByteArray bytes(size, 'x');
            QBuffer device(&bytes);
            QVERIFY(device.open(QIODevice::ReadOnly));
            const auto made = files.add(device, SecretBytes::random(32));
            QVERIFY(!made);
            QCOMPARE(made.error().hint, hint);
        }
        QCOMPARE(namesIn(m_folder.filePath(u"attachments"_s)), QStringList());
        QVERIFY(!AttachmentManifest::make(0, {}));
        QVERIFY(!AttachmentManifest::make(1, QByteArray(64, 'h')));
        QVERIFY(!AttachmentManifest::make(1, QByteArray(31, 'h')));
    }

    /// REL-29: by pieces, in any order, across restarts; a piece that is not that one is never kept.
    void takesPiecesAcrossKills()
    {
        AttachmentFiles from(m_folder.path());
        PROHORI_GOOD(from.prepare());
        const SecretBytes key = SecretBytes::random(32);
        const QByteArray plain = plainOf(3 * kPiece);
        const AttachmentManifest manifest = added(from, plain, key);
        QCOMPARE(manifest.pieces(), 4);
        QTemporaryDir other;
        for (const int index : {2, 0, 3, 1}) {
            AttachmentFiles to(other.path());  // a new program each time
            PROHORI_GOOD(to.prepare());
            QVERIFY(to.missingPieces(manifest).contains(index));
            const QByteArray piece = *from.piece(manifest, index);
            QByteArray altered = piece;
            altered[50] = char(altered[50] ^ 1);
            QCOMPARE(to.takePiece(manifest, index, altered).error().code, ErrorCode::Invalid);
            QCOMPARE(to.takePiece(manifest, (index + 1) % 4, piece).error().hint, u"bad-piece"_s);
            QVERIFY(to.missingPieces(manifest).contains(index));
            const auto taken = to.takePiece(manifest, index, piece);
            QVERIFY(taken);
            QCOMPARE(*taken, index == 1);
            QCOMPARE(*to.takePiece(manifest, index, piece), index == 1);
        }
        AttachmentFiles to(other.path());
        PROHORI_GOOD(to.prepare());
        QVERIFY(*to.open(manifest, key) == plain);
        QCOMPARE(namesIn(other.filePath(u"attachments"_s)).size(), 1);
    }

    /// A disk that did not keep a piece: it is asked for again before the file counts as whole.
    void asksAgainForWhatTheDiskLost()
    {
        AttachmentFiles from(m_folder.path());
        PROHORI_GOOD(from.prepare());
        const AttachmentManifest manifest = added(from, plainOf(2 * kPiece), SecretBytes::random(32));
        QTemporaryDir other;
        AttachmentFiles to(other.path());
        PROHORI_GOOD(to.prepare());
        for (const int index : {0, 1})
            QVERIFY(!*to.takePiece(manifest, index, *from.piece(manifest, index)));
        const QString part = other.filePath(u"attachments/"_s + hex(manifest.id) + u".part"_s);
        QByteArray bytes = fileBytes(part);
        bytes[kPiece + 5] = char(bytes[kPiece + 5] ^ 1);
        putBytes(part, bytes);
        QVERIFY(!*to.takePiece(manifest, 2, *from.piece(manifest, 2)));
        QCOMPARE(to.missingPieces(manifest), QList<int>{1});
        QVERIFY(*to.takePiece(manifest, 1, *from.piece(manifest, 1)));
        PROHORI_GOOD(to.check(manifest));
    }

    void cleansUpAfterAKill()
    {
        QTemporaryDir own;
        AttachmentFiles files(own.path());
        PROHORI_GOOD(files.prepare());
        const QString folder = own.filePath(u"attachments/"_s);
        const QString name = QString(64, u'a');
        putBytes(folder + u"0123.new"_s, "half");
        putBytes(folder + name + u".part"_s, "no marks");
        putBytes(folder + QString(64, u'b') + u".have"_s, "\1");
        PROHORI_GOOD(files.prepare());
        QCOMPARE(namesIn(folder), QStringList());
    }

    /// The fold of the records is what drives the queues.
    void queuesFollowTheRecord()
    {
        StoreDesk desk;
        desk.create();
        const RowId row = RowId::fromBytes(QByteArray(16, '\7'));
        const SecretBytes key = SecretBytes::random(32);
        const AttachmentManifest here = added(desk.store->attachmentFiles(), plainOf(10), key);
        QTemporaryDir elsewhere;
        AttachmentFiles others(elsewhere.path());
        PROHORI_GOOD(others.prepare());
        const AttachmentManifest there = added(others, plainOf(kPiece), key);
        const RowId second = RowId::fromBytes(QByteArray(16, '\x8'));
        const ChangePtr made =
            desk.newCase(desk.officer, {AddRowItem{16, row, {}}, attach(here, row),
                                        AddRowItem{16, second, {}}, attach(there, second)});
        QVERIFY(desk.store->save(*made));
        const RecordId record = made->body().record;
        QCOMPARE(desk.store->attachmentsOf(record)->size(), 2);
        QCOMPARE(desk.store->attachmentsToSend(9)->size(), 1);
        QCOMPARE(desk.store->attachmentsToSend(9)->first().manifest, here);
        QCOMPARE(desk.store->wantedAttachments(9)->size(), 1);
        QCOMPARE(desk.store->wantedAttachments(9)->first().manifest, there);
        QCOMPARE(desk.store->takeAttachmentPiece(AttachmentId::fromBytes(QByteArray(32, 'x')), 0, "x")
                     .error()
                     .hint,
                 u"not-wanted"_s);
        QVERIFY(!*desk.store->takeAttachmentPiece(there.id, 1, *others.piece(there, 1)));
        QVERIFY(*desk.store->takeAttachmentPiece(there.id, 0, *others.piece(there, 0)));
        QVERIFY(desk.store->wantedAttachments(9)->isEmpty());
        PROHORI_GOOD(desk.store->noteAttachmentSent(there.id, 1));
        PROHORI_GOOD(desk.store->noteAttachmentAtHub(here.id));
        QCOMPARE(desk.store->attachmentsToSend(9)->size(), 1);
        QCOMPARE(desk.store->attachmentsToSend(9)->first().sent, 1);
        QCOMPARE(*desk.store->check(), QStringList());
        // A file that somebody took away is wanted again, at the next start.
        PROHORI_GOOD(desk.store->attachmentFiles().remove(there.id));
        desk.reopen();
        QCOMPARE(desk.store->wantedAttachments(9)->size(), 1);
        // Who removes the row removes the paper; its file stays, it is evidence.
        const ChangePtr removed =
            desk.edit(desk.officer, {made},
                      {RemoveRowItem{16, row, u"mistake"_s}, RemoveRowItem{16, second, u"mistake"_s}});
        QVERIFY(desk.store->save(*removed));
        QVERIFY(desk.store->attachmentsOf(record)->isEmpty());
        QVERIFY(desk.store->wantedAttachments(9)->isEmpty());
        QVERIFY(desk.store->attachmentFiles().isWhole(here.id));
        QCOMPARE(*desk.store->check(), QStringList());
    }

    /// A manifest that does not make its id is no change at all: nobody is sent after pieces that cannot be.
    void refusesALyingManifest()
    {
        StoreDesk desk;
        desk.create();
        const AttachmentManifest good = *AttachmentManifest::make(5, QByteArray(32, 'h'));
        for (const bool lies : {false, true}) {
            AttachItem item{{16, {}, 1606}, good.id.toBytes(), good.plainBytes,
                            u"image/png"_s, good.pieceHashes,  {}};
            if (lies)
                item.pieceHashes[0] = 'i';
            const ChangePtr made = desk.newCase(desk.officer, {item});
            QCOMPARE(Change::decode(made->signedBytes(), made->signature()).has_value(), !lies);
        }
    }

private:
    static QString hex(const AttachmentId& id) { return QString::fromLatin1(id.toBytes().toHex()); }
    QString pathOf(const AttachmentId& id) const { return m_folder.filePath(u"attachments/"_s + hex(id)); }

    QTemporaryDir m_folder;
};

}  // namespace prohori

QTEST_GUILESS_MAIN(prohori::AttachmentsTest)
#include "AttachmentsTest.moc"
