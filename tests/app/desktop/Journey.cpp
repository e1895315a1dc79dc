// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/Journey.h"

#include <QFile>
#include <QTextStream>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kDigits = 2;
}

Journey::Journey(QApplication& app, const QString& folder, const QString& screenshots,
                 const LookSettings& look)
    : m_app(app),
      m_folder(folder),
      m_screenshots(screenshots),
      m_look(look)
{
    for (const QString& old : m_screenshots.entryList({u"[0-9][0-9]-*.png"_s}))
        m_screenshots.remove(old);
}

bool Journey::play()
{
    const bool so = newcomerReadsInvitation() && officerRecords() && officerSubmits() && supervisorReturns()
                 && officerCorrects() && supervisorApproves() && headquartersSees();
    signOut();
    QTextStream(stdout) << (so ? "The journey went as it should: " : "The journey broke off: ") << m_number
                        << " steps, pictures in " << m_screenshots.path() << '\n';
    return so;
}

bool Journey::step(const QString& what, const QString& saw, bool so)
{
    ++m_number;
    const QString name = u"%1-%2.png"_s.arg(m_number, kDigits, 10, QLatin1Char('0'))
                             .arg(QString(what).replace(u' ', u'-').remove(u',').remove(u'\''));
    const bool kept = screen().shoot(m_screenshots.filePath(name));
    QTextStream out(stdout);
    out << u"%1  %2 %3\n      saw: %4\n"_s.arg(m_number, kDigits)
               .arg(so ? u"ok    "_s : u"WRONG "_s, what, QString(saw).replace(u'\n', u" / "_s));
    if (!kept)
        out << "      the picture " << name << " could not be saved\n";
    if (!so)
        out << "      message: " << screen().text(u"caseMessage"_s) << screen().text(u"startMessage"_s)
            << screen().text(u"syncOutcome"_s) << '\n';
    return so && kept;
}

QString Journey::passwordOf(const QString& who) const
{
    const QString own = m_folder.filePath(who + u".password"_s);
    QFile file(QFile::exists(own) ? own : m_folder.filePath(u"password"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

bool Journey::signIn(const QString& who)
{
    signOut();
    m_driver = std::make_unique<DesktopDriver>(m_app, m_folder.filePath(who), m_look);
    const bool unlocked = screen().unlock(passwordOf(who));
    return step(who + u" unlocks"_s, screen().text(u"whoWhere"_s) + u" / "_s + screen().text(u"lineState"_s),
                unlocked && screen().seen(u"practiceText"_s));
}

void Journey::signOut()
{
    if (!m_driver)
        return;
    screen().lock();
    m_driver.reset();
}

bool Journey::syncs(const QString& who)
{
    const QString outcome = screen().sync();
    const QWidget* label = screen().seen(u"syncOutcome"_s);
    return step(who + u" syncs"_s, outcome + u" / "_s + screen().text(u"syncLines"_s).section(u'\n', 0, 2),
                label && label->property("role").toString() == u"good"_s);
}

}  // namespace prohori
