"""The instructions that lie in every file of evidence."""

from __future__ import annotations

from typing import Final

GUIDE: Final = """\
规程 Guicheng — 案件证据包 / Evidence of a case
================================================

内容 / What is in it
  case.html            给人看的经过：谁、代谁、何时、做了什么、为什么这样走
                       What happened, to be read: who, for whom, when, what, and why
  events.jsonl         全部记录，一行一条，正文逐字保留
                       The whole record, a row a line, bodies letter for letter
  definitions/         当时生效的流程、决策表、表单、参数（按摘要命名）
                       The processes, decisions, forms and parameters in force, named by digest
  attachments.json     附件清单及摘要；导出时选择了附件则在 attachments/ 中
                       The attachments with their digests; their contents too, if asked for
  proof.json           哈希链的首尾，以及每一行在封存总账（Merkle 树）中的位置证明
                       Both ends of the hash chain, and each row's way to the root of the sealed log
  manifest.json        以上每个文件的 SHA-256 / The SHA-256 of each of these files

如何核验（不需要网络，不需要原系统） / How to check it, without network and without the system
  guicheng evidence check 文件.zip
  依次核对：清单、哈希链、封存证明、当时的定义，并在本机把全部操作重新执行一遍，与所决定的逐一比较；
  说明文字若由另一版本写成而措辞不同，另行计数。一字之改由哈希链发现。
  It checks the manifest, the hash chain, the proofs of inclusion and the definitions, and executes
  every command again on this machine, comparing what was decided exactly; rows that another
  release words otherwise are counted. A letter altered later is found by the hash chain.

不用本软件也可核验 / Without this software
  1. 每个文件的 SHA-256 应与 manifest.json 相同。
     The SHA-256 of each file is that in manifest.json.
  2. 一行的哈希 = SHA-256（前一行的哈希 32 字节 + "案件编号\\n行号\\n类型\\n" + 正文）；
     第一行之前为 32 个零字节。
     hash of a row = SHA-256(hash of the row before, 32 bytes + "case\\nversion\\ntype\\n" + body);
     before the first row stand 32 zero bytes.
  3. 叶 = SHA-256（0x00 + 行的哈希）；按 RFC 6962 沿 path 计算到根，应与 proof.json 的 root 相同。
     leaf = SHA-256(0x00 + hash of the row); along its path as in RFC 6962 it leads to the root.
  4. root 应与贵方另行保存的封存（guicheng verify 的输出）相同：这一步防止整本总账被重写。
     The root must be the one that you kept elsewhere (the output of guicheng verify): this is what
     guards against a log rewritten as a whole.
"""
