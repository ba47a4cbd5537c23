"""A process that appends the line it is started with, and the shipped one that disposes."""

from __future__ import annotations

from typing import Final

from engine.paths import processes_dir

SHIPPED: Final = (processes_dir() / "administration" / "register-disposal.bpmn").read_bytes()

WRITER: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="writer" name="writer" isExecutable="true" guicheng:variables="register;line">
    <startEvent id="begin"><outgoing>a</outgoing></startEvent>
    <serviceTask id="write" name="write" guicheng:connector="register.append">
      <extensionElements>
        <guicheng:input name="register" value="= register"/>
        <guicheng:input name="line" value="= line"/>
      </extensionElements>
      <incoming>a</incoming><outgoing>b</outgoing>
    </serviceTask>
    <endEvent id="done"><incoming>b</incoming></endEvent>
    <sequenceFlow id="a" sourceRef="begin" targetRef="write"/>
    <sequenceFlow id="b" sourceRef="write" targetRef="done"/>
  </process>
</definitions>
"""
