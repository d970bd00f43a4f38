// Reads tickets in Request Tracker's JSON, and the marks that identify ours.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "ticket/ticket_system.h"

namespace spaconf::rt {

/// The beginning of every mark of ours.
inline constexpr char mark_begin[] = "[spaconf ";
/// The mark in a subject: "[spaconf k3v9tq7x2m]".
std::string mark_of(const std::string& reference);
/// A subject with the mark at its end, truncated before the mark to the length that a ticket
/// allows.
std::string marked_subject(const std::string& subject, const std::string& reference);

/// A subject truncated to the length that a ticket, or a text beside its mark, allows.
std::string short_subject(const std::string& subject);

/// The text under a key; empty when it has no text.
std::string text_of(const nlohmann::json& item, const char* key);
/// The number under a key, which may be a JSON text or number. Throws Unavailable.
std::int64_t number_in(const nlohmann::json& item, const char* key);
/// The ticket that a ticket was merged into, or itself. Throws Unavailable.
std::int64_t effective_number(const nlohmann::json& item);
/// The ticket in `item`; `field` is the custom field with our reference. Throws Unavailable when it
/// is not a ticket.
Ticket ticket_of(const nlohmann::json& item, const std::string& field);

/// Compares mail addresses without letter case.
bool is_same(const std::string& mail, const std::string& other);

}  // namespace spaconf::rt
