// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperLook.h"
#include "tests/support/Places.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QByteArray encoded(const QImage& image, const char* format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, format))
        qFatal("no %s", format);
    return bytes;
}

QByteArray onePage()
{
    const QByteArray draw = "1 0 0 rg 0 0 200 100 re f\n";
    return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
           "1>>endobj\n"
           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>endobj\n4 0 obj<</Length "
         + QByteArray::number(draw.size()) + ">>stream\n" + draw
         + "endstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
}

const QString kProgram = inBin(u"prohori-look"_s);

/// The program under test, and what it said.
struct Looked {
    QString hint = u"nothing"_s;
    PaperPicture picture;
};

Looked look(const QByteArray& content, const QString& type, int side, const QString& program = kProgram,
            int page = 1, int limitMs = 20'000)
{
    Looked looked;
    PaperLook eye(nullptr, program, limitMs);
    QObject::connect(&eye, &PaperLook::shown, &eye, [&](const PaperPicture& picture) {
        looked = {{}, picture};
    });
    QObject::connect(&eye, &PaperLook::failed, &eye, [&](const QString& hint) { looked.hint = hint; });
    eye.show(content, type, page, side);
    (void)QTest::qWaitFor([&] { return looked.hint != u"nothing"_s; }, 30'000);
    return looked;
}

}  // namespace

/// SEC-78, SEC-86: pictures and pages are drawn by a process that can do nothing else, and whatever becomes of it is an answer.
class PaperLookTest : public QObject {
    Q_OBJECT

private slots:
    void drawsPictures_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("type");
        QImage image(300, 100, QImage::Format_RGB32);
        image.fill(Qt::red);
        QTest::newRow("PNG") << encoded(image, "png") << u"image/png"_s;
        QTest::newRow("JPEG") << encoded(image, "jpeg") << u"image/jpeg"_s;
    }
    void drawsPictures()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, type);
        const Looked whole = look(content, type, 2000);
        QCOMPARE(whole.hint, QString());
        QCOMPARE(QSize(whole.picture.width, whole.picture.height), QSize(300, 100));
        QVERIFY(quint8(whole.picture.rgb[0]) > 250 && quint8(whole.picture.rgb[1]) < 5);
        const Looked small = look(content, type, 60);
        QCOMPARE(QSize(small.picture.width, small.picture.height), QSize(60, 20));
    }

    /// Large enough that the decoder takes threads; the cage lets it.
    void drawsALargePicture()
    {
        QImage image(5000, 4000, QImage::Format_RGB32);
        image.fill(Qt::blue);
        const Looked looked = look(encoded(image, "jpeg"), u"image/jpeg"_s, 1500);
        QCOMPARE(looked.hint, QString());
        QCOMPARE(QSize(looked.picture.width, looked.picture.height), QSize(1500, 1200));
    }

    void drawsAPage()
    {
        const Looked looked = look(onePage(), u"application/pdf"_s, 400);
        QCOMPARE(looked.hint, QString());
        QCOMPARE(QSize(looked.picture.width, looked.picture.height), QSize(400, 200));
        QVERIFY(quint8(looked.picture.rgb[0]) > 250 && quint8(looked.picture.rgb[1]) < 5);
        QCOMPARE(look(onePage(), u"application/pdf"_s, 400, kProgram, 2).hint, u"no-picture"_s);
    }

    void nonsenseIsAnAnswer()
    {
        for (const char* content : {"", "\xff\xd8\xff\xe0 no picture", "\x89PNG\r\n\x1a\n nothing"})
            QCOMPARE(look(content, u"image/png"_s, 100).hint, u"no-picture"_s);
        QCOMPARE(look("%PDF-1.4 no page", u"application/pdf"_s, 100).hint, u"no-picture"_s);
        QCOMPARE(look("x", u"image/png"_s, 100, u"/nowhere/prohori-look"_s).hint, u"no-program"_s);
    }

    /// SEC-78: one that hangs, dies, or talks for ever, in the place of the program.
    void whateverTheChildDoes_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("hint");
        QTest::newRow("hangs") << QByteArray("while :; do :; done") << u"too-slow"_s;
        QTest::newRow("aborts") << QByteArray("kill -ABRT $$") << u"no-picture"_s;
        QTest::newRow("no cage") << QByteArray("exit 3") << u"no-cage"_s;
        QTest::newRow("says nothing") << QByteArray("exit 0") << u"no-picture"_s;
        QTest::newRow("talks for ever") << QByteArray("exec cat /dev/zero") << u"no-picture"_s;
        QTest::newRow("too large") << QByteArray("printf 'P6\\n99999 99999\\n255\\nxxx'") << u"no-picture"_s;
        QTest::newRow("fewer points than it says")
            << QByteArray("printf 'P6\\n2 2\\n255\\nxxx'") << u"no-picture"_s;
        QTest::newRow("good points, bad end")
            << QByteArray("printf 'P6\\n1 1\\n255\\nxxx'; exit 1") << u"no-picture"_s;
        QTest::newRow("one point") << QByteArray("printf 'P6\\n1 1\\n255\\nxxx'") << QString();
    }
    void whateverTheChildDoes()
    {
        QFETCH(QByteArray, script);
        QFETCH(QString, hint);
        QTemporaryDir folder;
        const QString program = folder.filePath(u"child"_s);
        QFile file(program);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n" + script + '\n');
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QCOMPARE(look("x", u"image/png"_s, 100, program, 1, hint == u"too-slow"_s ? 300 : 20'000).hint, hint);
    }

    /// What drops a picture under way leaves no child behind and says nothing.
    void dropsTheOneBefore()
    {
        QTemporaryDir folder;
        PaperLook eye(nullptr, kProgram);
        QSignalSpy shown(&eye, &PaperLook::shown);
        QImage image(30, 10, QImage::Format_RGB32);
        image.fill(Qt::green);
        for (int i = 0; i < 3; ++i)
            eye.show(encoded(image, "png"), u"image/png"_s, 1, 100);
        QVERIFY(shown.wait(20'000));
        QCOMPARE(shown.size(), 1);
    }
};

}  // namespace prohori

QTEST_GUILESS_MAIN(prohori::PaperLookTest)
#include "PaperLookTest.moc"
