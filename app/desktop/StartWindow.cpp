// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/StartWindow.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "core/secrets/Password.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QVBoxLayout>

#include <cstring>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Takes what was typed and overwrites the field's own buffer.
SecretBytes takePassword(QLineEdit* field)
{
    const QString typed = field->text();
    SecretBytes password = normalisedPassword(typed);
    std::memset(static_cast<void*>(const_cast<QChar*>(typed.constData())), 0,
                static_cast<size_t>(typed.size()) * sizeof(QChar));
    field->clear();
    return password;
}

}  // namespace

void StartWindow::showFittingPage()
{
    m_adding = false;
    m_fault.clear();
    setMemberShown(false);
    tell({});
    m_person->clear();
    m_member->clear();
    const auto header = KeyHeader::load(headerPath(m_folder));
    if (!header && header.error().code == ErrorCode::NotFound) {
        showPage(m_joinPage);
        judge();
        m_file->setFocus();
        return;
    }
    showPage(m_unlockPage);
    if (!header) {
        m_fault = Words::error(header.error());
        tell(m_fault);
    } else {
        for (const SlotInfo& slot : header->slotInfos()) {
            m_person->addItem(slot.login, slot.login);
            m_member->addItem(slot.login, slot.login);
        }
    }
    judge();
    (m_person->count() > 1 ? static_cast<QWidget*>(m_person) : m_password)->setFocus();
}

void StartWindow::readInvitation(const QString& path)
{
    m_invitation.reset();
    m_invited->clear();
    tell({});
    judge();
    if (path.isEmpty())
        return;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        tell(tr("The file %1 cannot be read. Choose the invitation file again.").arg(path));
        return;
    }
    constexpr qint64 kMostBytes = 4 * 1024 * 1024;
    const SecretBytes code = m_code->text().isEmpty() ? SecretBytes() : normalisedPassword(m_code->text());
    const auto invitation = Invitation::fromFile(file.read(kMostBytes), code);
    if (!invitation) {
        tell(invitation.error().code == ErrorCode::Invalid || invitation.error().code == ErrorCode::Damaged
                 ? tr("%1 is no whole invitation file. Ask the administrator for it again.").arg(path)
                 : Words::error(invitation.error()));
        return;
    }
    m_invitation = *invitation;
    if (const auto statement = Statement::decode(invitation->statement)) {
        const auto& invited = std::get<InvitationStatement>(statement->body());
        m_invited->setText(
            tr("%1, %2, %3 (%4).\nCompare these words with the ones on paper or by telephone: %5")
                .arg(invited.name, Words::role(invited.role), Words::scope(invited.scope),
                     invitation->authority.production ? tr("real work") : tr("practice"),
                     authorityWords(invitation->authority.id).join(u' ')));
    }
    judge();
}

/// What is wrong with the new password as it stands; empty when it may be used.
QString StartWindow::passwordProblem() const
{
    if (m_newPassword->text().isEmpty())
        return tr("Type a new password.");
    QStringList personal;
    if (const auto statement = m_invitation ? Statement::decode(m_invitation->statement)
                                            : Result<Statement>(Error{ErrorCode::NotFound, {}})) {
        const auto& invited = std::get<InvitationStatement>(statement->body());
        personal = {invited.login, invited.name, invited.scope};
    }
    const auto fine = checkNewPassword(normalisedPassword(m_newPassword->text()), personal);
    return fine ? QString() : Words::error(fine.error());
}

QString StartWindow::whyNoJoin() const
{
    if (m_work.isRunning())
        return tr("The keys are being made.");
    if (!m_invitation)
        return tr("Choose the invitation file first.");
    if (m_adding && m_memberPassword->text().isEmpty())
        return tr("A member of this station has to type the password.");
    if (const QString problem = passwordProblem(); !problem.isEmpty())
        return problem;
    return m_newPassword->text() == m_again->text() ? QString()
                                                    : tr("Type the new password twice, the same both times.");
}

void StartWindow::judge()
{
    const bool working = m_work.isRunning();
    const QString checking = tr("The password is being checked.");
    QString why = working ? checking : m_fault;
    setEnabledOrWhy(*m_addPerson, why);
    if (why.isEmpty() && m_password->text().isEmpty())
        why = tr("Type your password.");
    setEnabledOrWhy(*m_unlock, why);
    const QString problem = passwordProblem();
    setRole(*m_rules, problem.isEmpty() ? u"good"_s : u"muted"_s);
    m_rules->setText(
        m_newPassword->text().isEmpty()
            ? tr("At least 15 characters, or four suggested words. Not your name, login or district, no "
                 "keyboard rows, nothing that many people use. It never runs out.")
        : problem.isEmpty() ? tr("This password can be used.")
                            : problem);
    setEnabledOrWhy(*m_join, whyNoJoin());
}

void StartWindow::tell(const QString& text, bool problem)
{
    setRole(*m_message, problem ? u"problem"_s : u"muted"_s);
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

void StartWindow::suggestPassword()
{
    const QString words = generatePassphrase();
    for (QLineEdit* field : {m_newPassword, m_again})
        field->setText(words);
    m_newPassword->setEchoMode(QLineEdit::Normal);
    tell(tr("Learn these four words, or write them down and keep the paper locked away. They stand in both "
            "fields."),
         false);
}

void StartWindow::unlock()
{
    if (!m_unlock->isEnabled())
        return;
    const SecretBytes password = takePassword(m_password);
    m_work.setFuture(unlockKeys(m_folder, m_person->currentData().toString(), password, m_keychain, m_clock));
    tell(tr("Checking the password…"), false);
    judge();
}

void StartWindow::join()
{
    if (!m_join->isEnabled())
        return;
    const PasswordCost cost =
        m_invitation->authority.production ? calibratedPasswordCost() : kLeastPasswordCost;
    (void)takePassword(m_again);
    const JoinRequest request{m_folder, *m_invitation, takePassword(m_newPassword), cost};
    if (!m_adding) {
        m_work.setFuture(joinStation(request, m_keychain, m_clock));
    } else {
        const Clock& clock = m_clock;
        m_work.setFuture(
            unlockKeys(m_folder, m_member->currentData().toString(), takePassword(m_memberPassword),
                       m_keychain, m_clock)
                .then(QtFuture::Launch::Async, [request, &clock](const Result<UnlockedKeys>& member) {
                    return member ? addPerson(request, *member, clock).result() : member;
                }));
    }
    tell(tr("Making your keys…"), false);
    judge();
}

void StartWindow::takeKeys()
{
    const auto keys = m_work.result();
    judge();
    if (!keys) {
        tell(m_adding && keys.error().hint == u"wrong-password"_s
                 ? tr("The member's password is not right. Nobody was added; try again.")
                 : Words::error(keys.error()));
        (m_joinPage->isHidden() ? m_password : m_adding ? m_memberPassword : m_newPassword)->setFocus();
        return;
    }
    auto station = Station::open(m_folder, *keys, m_clock);
    if (!station) {
        tell(Words::error(station.error()));
        return;
    }
    if (auto noted = (*station)->signIn(Station::Entrance::Desktop); !noted) {
        tell(Words::error(noted.error()));
        return;
    }
    m_station = std::move(*station);
    tell({});
    emit unlocked();
}

}  // namespace prohori
