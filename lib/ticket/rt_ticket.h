// Tickets as Request Tracker's JSON has them, and the marks by which we know ours.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "ticket/ticket_system.h"

namespace spaconf::rt {

/// How every mark of ours begins.
inline constexpr char mark_begin[] = "[spaconf ";
/// What we write into a subject: "[spaconf k3v9tq7x2m]".
std::string mark_of(const std::string& reference);
/// A subject as a ticket takes it, with the mark at its end: what is too long is cut before that.
std::string marked_subject(const std::string& subject, const std::string& reference);

/// The beginning of a subject that a ticket, or a text beside its mark, has room for.
std::string short_subject(const std::string& subject);

/// The text under a key; empty when there is none.
std::string text_of(const nlohmann::json& item, const char* key);
/// The number under a key, which Request Tracker gives as a text or a number. Throws Unavailable.
std::int64_t number_in(const nlohmann::json& item, const char* key);
/// The ticket that a ticket was merged into, or itself. Throws Unavailable.
std::int64_t effective_number(const nlohmann::json& item);
/// A ticket whose reference is in the custom field `field`. Throws Unavailable when it is none.
Ticket ticket_of(const nlohmann::json& item, const std::string& field);

/// Addresses differ in letter case only by the way they were typed.
bool is_same(const std::string& mail, const std::string& other);

}  // namespace spaconf::rt
