/*
 * Targets (chỉ tiêu): "Tối thiểu 99,9% hồ sơ …", "giảm 05 biên chế", "cấp huyện 45%, cấp xã 40% trở lên". Results, causes
 * and ages are no targets: sections about results, "dưới", "chỉ đạt", "chưa đảm bảo" before the figure are left out.
 */
#pragma once
#include "intake/reading.h"

void target_read(Arena *a, Reading *r);
