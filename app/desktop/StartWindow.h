// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Station.h"
#include "core/secrets/Keychain.h"

#include <QFutureWatcher>
#include <QWidget>

#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace prohori {

/** What is seen before anybody is signed in: join from an invitation on an empty folder, else unlock; a second person joins with a
    member's password. A station whose key file is damaged says so and offers no new station in its place.

    The rules for a new password are shown and checked while one types. The password work runs on another thread; the window stays
    alive. Typed passwords are wiped in the field's own buffer.
*/
class StartWindow : public QWidget {
    Q_OBJECT
public:
    StartWindow(const QString& folder, Keychain& keychain, const Clock& clock, QWidget* parent = nullptr);

signals:
    /// The station is open; the receiver takes it with takeStation().
    void unlocked();
    /// "en" or "bn".
    void languageWanted(const QString& language);

public:
    std::unique_ptr<Station> takeStation() { return std::move(m_station); }

private:
    void makeCardAround(QWidget* into);
    QWidget* makeUnlockPage();
    QWidget* makeJoinPage();
    void addInvitationFields(QVBoxLayout* layout, QWidget* page);
    void addMemberFields(QVBoxLayout* layout, QWidget* page);
    void addPasswordFields(QVBoxLayout* layout, QWidget* page);
    void connectJoinPage();
    QLineEdit* passwordField(const QString& name, const QString& label, QWidget* page);
    void showPage(QWidget* page);
    void showFittingPage();
    void chooseInvitation();
    void readInvitation(const QString& path);
    void unlock();
    void join();
    void takeKeys();
    void suggestPassword();
    void setMemberShown(bool shown);
    void tell(const QString& text, bool problem = true);
    void judge();
    QString whyNoJoin() const;
    QString passwordProblem() const;

    QString m_folder;
    Keychain& m_keychain;
    const Clock& m_clock;
    std::unique_ptr<Station> m_station;
    QFutureWatcher<Result<UnlockedKeys>> m_work;
    std::optional<Invitation> m_invitation;
    bool m_adding = false;
    QString m_fault;  ///< why the station that is here cannot be unlocked at all

    QWidget *m_unlockPage, *m_joinPage;
    QComboBox* m_person;
    QLineEdit *m_password, *m_file, *m_code, *m_newPassword, *m_again, *m_memberPassword;
    QLabel *m_message, *m_invited, *m_rules;
    QPushButton *m_unlock, *m_join, *m_addPerson, *m_back, *m_suggest;
    QWidget* m_memberPart;
    QComboBox* m_member;
};

}  // namespace prohori
