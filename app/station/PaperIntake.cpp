// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperIntake.h"

#include "app/station/PictureParts.h"
#include "core/cases/AttachmentManifest.h"

#include <QCryptographicHash>
#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kFirstPart = 1024;
constexpr qint64 kMostPixels = 100'000'000;
constexpr qsizetype kMostNameLength = 120;

Error unfit(const QString& sentence, const QString& hint)
{
    return {ErrorCode::Invalid, sentence, hint};
}

/// The beginnings of what a browser or an unpacker would find in the first bytes of a file that says it is something else.
bool holdsAnotherKind(const QByteArray& content)
{
    const QByteArray first = content.left(kFirstPart).toLower();
    constexpr std::array kMarks{"<!doctype",
                                "<html",
                                "<script",
                                "<svg",
                                "<?xml",
                                "<?php",
                                "<iframe",
                                "<body",
                                "pk\x03\x04",
                                "%pdf-",
                                "rar!\x1a",
                                "7z\xbc\xaf\x27\x1c",
                                "mz\x90",
                                "\x7f"
                                "elf",
                                "\x89png",
                                "\xff\xd8\xff",
                                "#!/"};
    return std::any_of(kMarks.begin(), kMarks.end(),
                       [&](const char* mark) { return first.indexOf(mark, 1) >= 1; });
}

/// The parts of a name in a PDF may be written as #4A: compared as they are read.
QByteArray withoutNameEscapes(const QByteArray& pdf)
{
    QByteArray plain;
    plain.reserve(pdf.size());
    for (qsizetype at = 0; at < pdf.size(); ++at) {
        bool isHex = false;
        const int code = pdf[at] == '#' ? pdf.mid(at + 1, 2).toInt(&isHex, 16) : 0;
        const bool isEscape = isHex && at + 2 < pdf.size();
        plain += isEscape ? char(code) : pdf[at];
        at += isEscape ? 2 : 0;
    }
    return plain;
}

Result<> checkPdf(const QByteArray& content)
{
    const qsizetype end = content.lastIndexOf("%%EOF");
    if (end < 0 || content.size() - end > kFirstPart)
        return unfit(u"the PDF has no end, or something stands behind it"_s, u"damaged"_s);
    if (holdsAnotherKind(content))
        return unfit(u"the PDF is also a file of another kind"_s, u"double"_s);
    const QByteArray plain = withoutNameEscapes(content);
    constexpr std::array kActive{"/JavaScript", "/JS",         "/Launch",     "/EmbeddedFile", "/RichMedia",
                                 "/XFA",        "/SubmitForm", "/ImportData", "/GoToE",        "/GoToR"};
    for (const char* name : kActive) {
        const qsizetype length = qsizetype(qstrlen(name));
        for (qsizetype at = plain.indexOf(name); at >= 0; at = plain.indexOf(name, at + length)) {
            const char next = at + length < plain.size() ? plain[at + length] : ' ';
            // "/JSomething" is another name; "/EmbeddedFiles" is the same matter.
            const bool goesOn = (next >= 'a' && next <= 'z' && next != 's') || (next >= 'A' && next <= 'Z')
                             || (next >= '0' && next <= '9');
            if (!goesOn)
                return unfit(
                    u"the PDF holds a script, a command or another file (%1): print it and scan the paper"_s
                        .arg(QLatin1String(name).mid(1)),
                    u"active-pdf"_s);
        }
    }
    if (plain.contains("/Encrypt"))
        return unfit(u"the PDF is locked with a password: save it without one first"_s, u"sealed-pdf"_s);
    return {};
}

Result<> checkText(const QByteArray& content)
{
    QStringDecoder decoder(QStringConverter::Utf8);
    const QString text = decoder.decode(content);
    const bool isText = !decoder.hasError() && std::none_of(text.begin(), text.end(), [](QChar c) {
        return c.category() == QChar::Other_Control && c != u'\n' && c != u'\r' && c != u'\t';
    });
    if (!isText)
        return unfit(u"the file is none of JPEG, PNG, PDF and plain text"_s, u"unknown-kind"_s);
    if (holdsAnotherKind(u' ' + content))
        return unfit(u"the text is also a file of another kind"_s, u"double"_s);
    return {};
}

Result<TakenPaper> takePicture(Result<PictureParts> parts, const QString& mediaType)
{
    if (!parts)
        return parts.error();
    if (qint64(parts->width) * parts->height > kMostPixels)
        return unfit(
            u"the picture has %1 x %2 points, more than 100 million"_s.arg(parts->width).arg(parts->height),
            u"too-many-pixels"_s);
    if (holdsAnotherKind(parts->content))
        return unfit(u"the picture is also a file of another kind"_s, u"double"_s);
    TakenPaper paper;
    paper.content = parts->content;
    paper.mediaType = mediaType;
    paper.cleaned = parts->cleaned;
    paper.width = parts->width;
    paper.height = parts->height;
    return paper;
}

Result<TakenPaper> takeAs(const QByteArray& content)
{
    if (content.startsWith("\xff\xd8\xff"))
        return takePicture(cleanJpeg(content), u"image/jpeg"_s);
    if (content.startsWith("\x89PNG\r\n\x1a\n"))
        return takePicture(cleanPng(content), u"image/png"_s);
    const bool isPdf = content.startsWith("%PDF-");
    if (auto fine = isPdf ? checkPdf(content) : checkText(content); !fine)
        return fine.error();
    TakenPaper paper;
    paper.content = content;
    paper.mediaType = isPdf ? u"application/pdf"_s : u"text/plain"_s;
    return paper;
}

}  // namespace

QString paperName(const QString& name)
{
    QString shown;
    const QString last = name.mid(std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\')) + 1);
    for (const char32_t c : last.toUcs4()) {
        const QChar::Category category = QChar::category(c);
        const bool isJoiner = c == 0x200C || c == 0x200D;  // Bangla needs them
        const bool isHidden = category == QChar::Other_Control || category == QChar::Other_Surrogate
                           || category == QChar::Other_NotAssigned || category == QChar::Other_PrivateUse
                           || category == QChar::Separator_Line || category == QChar::Separator_Paragraph
                           || (category == QChar::Other_Format && !isJoiner);
        const QString one = QString::fromUcs4(&c, 1);
        if (!isHidden && shown.size() + one.size() <= kMostNameLength)
            shown += one;
    }
    shown = shown.simplified();
    return shown.isEmpty() || shown == u"." || shown == u".." ? u"file"_s : shown;
}

Result<TakenPaper> takePaper(const QByteArray& content, const QString& name)
{
    if (content.isEmpty())
        return unfit(u"the file is empty"_s, u"empty"_s);
    if (content.size() > AttachmentManifest::kMostPlainBytes)
        return unfit(u"the file is larger than 20 MiB"_s, u"too-big"_s);
    auto paper = takeAs(content);
    if (!paper)
        return paper;
    paper->shownName = paperName(name);
    paper->originalHash = QCryptographicHash::hash(content, QCryptographicHash::Sha256);
    return paper;
}

}  // namespace prohori
